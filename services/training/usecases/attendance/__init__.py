"""What can be done with attendance."""

from dataclasses import dataclass

from services.training.usecases.attendance.check_in import Scan
from services.training.usecases.attendance.find import FindAttendance
from services.training.usecases.attendance.print_roll import PrintRoll
from services.training.usecases.attendance.signs import FindSigns
from services.training.usecases.attendance.take import Take


@dataclass(frozen=True, slots=True)
class AttendanceUseCases:
    """`take` writes a sheet or corrects it."""

    take: Take
    find: FindAttendance
    scan: Scan
    signs: FindSigns
    print_roll: PrintRoll
