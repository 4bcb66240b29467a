"""How Jinguo is put on machines: the local run, images, the edge, the cluster."""
