// Photos of a visit are made small before they are sent: nine from a phone's camera would be too much for one form and
// for a village's network. What cannot be decoded here goes as it is, and the server says what is wrong with it.
(() => {
  "use strict";

  const SIDE = 2000; // px, as the server keeps them (shared/errands/photos.py)
  const QUALITY = 0.8;
  const SMALL = 1024 * 1024; // bytes; what is smaller goes as it is
  const fields = document.querySelectorAll("input[type=file][accept^='image/']");
  if (!fields.length || !window.createImageBitmap || !window.DataTransfer) return;

  const small = async (file) => {
    if (file.size <= SMALL) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      return blob && blob.size < file.size ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
    } catch {
      return file;
    }
  };

  let making = Promise.resolve();
  let busy = 0;
  const shrink = async (field, files) => {
    const kept = new DataTransfer();
    for (const file of files) kept.items.add(await small(file)); // one after another: a phone has little memory
    field.files = kept.files;
    busy -= 1;
  };
  fields.forEach((field) => {
    field.addEventListener("change", () => {
      const files = [...field.files];
      busy += 1;
      making = making.then(() => shrink(field, files));
    });
  });

  document.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    making.then(() => event.target.requestSubmit(event.submitter));
  });
})();
