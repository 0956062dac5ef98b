#!/usr/bin/env python3
"""Writes the PDFs of `tests/documents`: files that cannot be written by hand in a test.

    tests/making/hostile.py    (needs qpdf and the Python packages fpdf2 and Pillow, which comes with it)
"""
import datetime, io, pathlib, subprocess

from fpdf import FPDF
from PIL import Image, ImageDraw

TO = pathlib.Path(__file__).parent.parent / "documents"


def page():
    made = FPDF(format="A5")
    made.set_creation_date(datetime.datetime(2025, 2, 11, tzinfo=datetime.UTC))
    made.add_page()
    made.set_font("Times", "", 12)
    return made


def scan():
    """A page that is a picture of words, as copiers make it."""
    picture = Image.new("L", (420, 600), 255)
    ImageDraw.Draw(picture).text((40, 60), "Avoid saunas for two weeks.", fill=0)
    bytes_ = io.BytesIO()
    picture.save(bytes_, "JPEG", quality=40)
    made = page()
    made.image(bytes_, 0, 0, 148)
    made.output(str(TO / "scan.pdf"))


def encrypted():
    """One that needs a password, and one that anybody may open but not print."""
    made = page()
    made.multi_cell(0, 6, "Avoid saunas for two weeks.")
    plain = TO / "plain.pdf"
    made.output(str(plain))
    for name, user in [("locked.pdf", "secret"), ("no-printing.pdf", "")]:
        command = ["qpdf", "--static-id", "--static-aes-iv", "--encrypt", user, "owner", "256", "--print=none", "--", str(plain), str(TO / name)]
        subprocess.run(command, check=True)
    plain.unlink()


if __name__ == "__main__":
    TO.mkdir(exist_ok=True)
    scan()
    encrypted()
