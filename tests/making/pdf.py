#!/usr/bin/env python3
"""Writes `tests/shapes/pdf`: leaflets as typesetters, libraries, word processors and browsers print them.

    tests/making/pdf.py        (needs LibreOffice and the Python packages typst, reportlab, fpdf2, weasyprint, python-docx)
"""
import datetime, pathlib, subprocess, tempfile

import docx
import typst
import weasyprint
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from fpdf import FPDF
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, ListFlowable, ListItem, PageTemplate, Paragraph, Spacer, Table, TableStyle

TO = pathlib.Path(__file__).parent.parent / "shapes" / "pdf"

# A hospital leaflet: two columns, running header, footer with page numbers, hyphenation, a warning box over both columns.
EYE = r"""
#set document(title: "After your cataract operation")
#set page(paper: "a4", margin: (x: 1.8cm, y: 2.2cm), columns: 2,
  header: align(right, text(8pt)[Millbrook Eye Unit #h(1fr) Patient information]),
  footer: context text(8pt)[MEU/217 v4 #h(1fr) Review date: May 2026 #h(1fr) Page #counter(page).display() of 2])
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "en", hyphenate: true)
#set par(justify: true)
#show heading.where(level: 1): set text(18pt)
#show heading.where(level: 2): set text(13pt)
#place(top, float: true, scope: "parent")[
  = After your cataract operation
  This leaflet is for people who have had a cataract removed as a day case. Please read it again when you are at home; it answers the questions that our nurses are asked most often.
]
== The first evening
Your eye was numbed with drops, and the numbness wears off within about four hours. The clear plastic shield that was taped over your eye stays in place until the next morning. Somebody should stay with you for the first night. A gritty feeling, watering and some blurring are to be expected and become less over a few days.

== Eye drops
You have been given two bottles. Wash your hands before you use either of them.
+ Antibiotic drops: one drop four times a day for two weeks, and throw away what is left in the bottle after that.
+ Steroid drops: one drop four times a day for two weeks, then twice a day for another two weeks. Do not stop them early because the eye looks white.
+ Leave at least five minutes between the two kinds, or the second drop washes out the first.

== Sleeping
Wear the shield at night for the first seven nights, so that you cannot rub your eye in your sleep. Clean it each morning with cooled boiled water and let it dry in the air.

== Things to avoid
- Do not rub or press on your eye for four weeks.
- Avoid swimming, hot tubs and saunas for four weeks, as the water carries germs that thrive in warmth.
- Keep shampoo and soap out of your eye for two weeks: lean backwards when somebody washes your hair.
- Eye make-up can be worn again after four weeks. Buy a new mascara.
- Heavy lifting and contact sports should be left until we have seen you in clinic.

== What you may do
You may read, watch television and go for walks from the first day. Bending to tie your shoes is fine. Most people go back to office work after a week; work in dust or heat needs longer, so please ask us.

== Driving
Do not drive until you can read a number plate at twenty metres with both eyes open. We check this at your first visit, which is usually one week after the operation.

#place(bottom, float: true, scope: "parent", rect(width: 100%, inset: 8pt)[
  *Ring us on the same day if* your sight gets worse, the pain is not helped by paracetamol, or you see flashes and new floaters. Eye casualty: 01632 960 114, at any hour.
])

== Glasses
Your old glasses will not suit the new lens. Wait for six weeks before you have your eyes tested, since the sight goes on changing until then.

== Flying
You may fly the day after. If a gas bubble was put into your eye you must not fly until it is gone; you will have been given a green wristband in that case.
"""

# A dentist's sheet: a table of times, numbered steps over several lines, a sub-list.
TEETH = r"""
#set page(paper: "a5", margin: 1.4cm, footer: align(center, text(7pt)[Harbour Street Dental Care, 12 Harbour Street, Example Bay]))
#set text(font: "New Computer Modern", size: 9.5pt, lang: "en")
#show heading: set text(fill: rgb("#205080"))
= Wisdom tooth out? Here is what to do next
You had one or more wisdom teeth removed today under local anaesthetic.
== In the first hour
+ Bite firmly on the gauze for thirty minutes without looking at it every now and then. If it is soaked, fold a fresh piece, wet it, and bite for another thirty minutes.
+ Stay upright. Use two pillows tonight.
+ Put a cold pack on your cheek, ten minutes on and ten minutes off, for as long as you are awake.
== When can I …?
#table(columns: (auto, 1fr, auto), inset: 4pt,
  table.header([*What*], [*How*], [*From when*]),
  [Eat], [Soft and cool food, on the other side], [when the numbness has gone],
  [Rinse], [A glass of warm water with half a teaspoon of salt, after every meal], [24 hours],
  [Brush], [The other teeth as usual; near the wound with care], [the same night],
  [Smoke], [Best never again], [72 hours at the least],
  [Exercise], [Walking is fine from the start], [3 days],
  [Drink alcohol], [Not with the antibiotics], [2 days])
== Pain
Take ibuprofen with food every six hours for the first two days. Paracetamol may be added in between. Do not take aspirin, as it makes the wound bleed.
- Swelling is at its worst on the third day.
- A stiff jaw is common:
  - open your mouth as far as is comfortable, five times, every hour
  - chew sugar-free gum from day four
== Call us
If the bleeding does not stop after an hour of biting, or if the pain gets worse after day three, which may be a dry socket.
"""


def eye_and_teeth():
    for name, source in [("typst-eye-two-columns", EYE), ("typst-wisdom-teeth-table", TEETH)]:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.typ"
            path.write_text(source)
            typst.compile(str(path), output=str(TO / f"{name}.pdf"))


def tattoo():
    """A studio's leaflet by reportlab: a title over two frames, bullets hung beside the text, a table that is drawn."""
    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=styles["BodyText"], fontSize=9.5, leading=12)
    head = ParagraphStyle("head", parent=styles["Heading2"], spaceBefore=6)

    def furniture(page, document):
        page.saveState()
        page.setFont("Helvetica", 8)
        page.drawString(20 * mm, 287 * mm, "INK & ANCHOR TATTOO")
        page.drawRightString(190 * mm, 287 * mm, "www.example.org/anchor")
        page.drawCentredString(105 * mm, 10 * mm, f"- {document.page} -")
        page.restoreState()

    frames = [
        Frame(20 * mm, 252 * mm, 170 * mm, 26 * mm, id="title", leftPadding=0),
        Frame(20 * mm, 20 * mm, 80 * mm, 230 * mm, id="left", leftPadding=0),
        Frame(110 * mm, 20 * mm, 80 * mm, 230 * mm, id="right", leftPadding=0),
    ]
    document = BaseDocTemplate(str(TO / "reportlab-tattoo-two-columns.pdf"), pagesize=A4, title="Looking after your tattoo", author="Ink & Anchor", invariant=1)
    document.addPageTemplates([PageTemplate(id="two", frames=frames, onPage=furniture)])

    def bullets(*texts):
        return ListFlowable([ListItem(Paragraph(t, body), leftIndent=14) for t in texts], bulletType="bullet", start="•", leftIndent=14)

    def numbers(*texts):
        return ListFlowable([ListItem(Paragraph(t, body), leftIndent=16) for t in texts], bulletType="1", bulletFormat="%s.", leftIndent=16)

    cells = [["Days", "What you see"], ["1–3", "Red, warm, a little swollen"], ["4–10", "Flakes and itches"], ["11–30", "Dull and dry"]]
    table = Table(cells, colWidths=[18 * mm, 58 * mm])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold"), ("FONTSIZE", (0, 0), (-1, -1), 9)]))
    document.build([
        Paragraph("Looking after your tattoo", styles["Title"]),
        Paragraph("Second skin or cling film? Your artist has ticked one for you. If in doubt, ask before you leave the shop.", body),
        Spacer(1, 8 * mm),
        Paragraph("If you have second skin on", head),
        Paragraph("Leave the first piece on for 24 hours. Fluid gathers under it, which looks worse than it is. Take it off in a warm shower, pulling it slowly along the skin.", body),
        Paragraph("A second piece may stay on for up to five days. If it leaks or the edges lift, take it off straight away and go on as with cling film.", body),
        Paragraph("If you have cling film on", head),
        numbers("Take it off after three hours and do not put it back on.", "Wash the tattoo with lukewarm water and a soap without perfume, using your clean hands and never a sponge.", "Pat it dry with kitchen paper.", "Put on a thin layer of cream two or three times a day for two weeks. It should look as if you had wiped it off again."),
        Paragraph("Until it has healed", head),
        bullets("No swimming in pools, lakes or the sea for three weeks", "No sunbathing for a month, and sun cream with SPF 50 after that for as long as you want it to stay bright", "Don't pick the flakes, don't scratch, and slap it gently if it itches", "Wear loose clothes over it", "Go easy on the gym for a week, mainly if the tattoo lies over a joint"),
        Paragraph("What is normal?", head),
        table,
        Paragraph("See a doctor if red lines run away from the tattoo, if it smells, or if you run a temperature. Then tell us.", body),
        Paragraph("Touch-ups", head),
        Paragraph("One free touch-up within six months, on hands and feet too. Wait six weeks before you judge whether you need it.", body),
    ])


def peel():
    """A card as people make them in a design program: every line placed by itself, the order of drawing is not that of reading."""
    page = canvas.Canvas(str(TO / "canvas-peel-card.pdf"), pagesize=(148 * mm, 210 * mm), invariant=1)
    page.setTitle("peel card final FINAL")
    lines = [
        (20, 20, "Helvetica", 8, "@glassandglow   ·   01632 960 220"),
        (76, 148, "Helvetica-Bold", 12, "NO THANK YOU"), (12, 148, "Helvetica-Bold", 12, "YES PLEASE"),
        (12, 190, "Helvetica-Bold", 20, "YOUR PEEL AFTERCARE"),
        (12, 180, "Helvetica", 9, "Your skin will shed from about day 3 to day 7."),
        (12, 175, "Helvetica", 9, "Be patient with it, and kind."),
        (76, 140, "Helvetica", 9, "× Picking or peeling flakes"), (76, 134, "Helvetica", 9, "× Retinol for 7 days"),
        (76, 128, "Helvetica", 9, "× Sun for 2 weeks"), (76, 122, "Helvetica", 9, "× Saunas or hot yoga for"), (79, 117.5, "Helvetica", 9, "5 days"),
        (76, 111, "Helvetica", 9, "× Waxing for 14 days"),
        (12, 140, "Helvetica", 9, "• A mild cleanser, morning"), (15, 135.5, "Helvetica", 9, "and night"),
        (12, 129, "Helvetica", 9, "• The balm in your bag, as"), (15, 124.5, "Helvetica", 9, "often as your skin is tight"),
        (12, 118, "Helvetica", 9, "• SPF 50 every day"), (12, 112, "Helvetica", 9, "• Plenty of water"),
        (12, 92, "Helvetica-Bold", 12, "MAKE-UP"),
        (12, 85, "Helvetica", 9, "Leave it off for 24 hours. Mineral powder is the best choice after that,"),
        (12, 80.5, "Helvetica", 9, "since it does not sit in the cracks."),
        (12, 68, "Helvetica-Bold", 12, "WORRIED?"),
        (12, 61, "Helvetica", 9, "Blisters, weeping or a cold sore are not part of the plan. Send us a photo"),
        (12, 56.5, "Helvetica", 9, "and call on the same day."),
    ]
    page.setFillGray(0.92)
    page.rect(8 * mm, 104 * mm, 62 * mm, 50 * mm, stroke=0, fill=1)
    page.rect(72 * mm, 104 * mm, 68 * mm, 50 * mm, stroke=0, fill=1)
    page.setFillGray(0)
    for x, y, font, size, text in lines:
        page.setFont(font, size)
        page.drawString(x * mm, y * mm, text)
    page.save()


HERNIA = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Going home after a hernia repair</title><style>
@page { size: A4; margin: 22mm 18mm; @top-left { content: "11/02/2025, 09:41" } @top-right { content: "Going home after a hernia repair" } @bottom-left { content: "https://example.org/surgery/hernia" } @bottom-right { content: counter(page) "/" counter(pages) } }
@page { @top-left, @bottom-left { font-size: 8pt } }
body { font: 11pt/1.4 "Liberation Sans", "DejaVu Sans", sans-serif } h1 { font-size: 20pt } h2 { font-size: 14pt } .box { border: 1pt solid; padding: 6pt } .two { columns: 2; column-gap: 10mm } table { border-collapse: collapse } td, th { border: 1px solid #999; padding: 3pt; text-align: left }
</style></head><body><h1>Going home after a hernia repair</h1>
<p>You had an open repair of a groin hernia with a mesh. This page says what to look out for until your wound has healed, which takes about two weeks; the deeper layers need six.</p>
<h2>Your wound</h2><p>The dressing is waterproof. You may shower with it from the day after the operation. Take it off after five days; no other is needed if the wound is dry. The stitches dissolve by themselves. Do not soak in a bath for ten days.</p>
<h2>Getting about</h2><div class="two"><p>Walk a little every day, from the first evening on. Coughing and sneezing hurt less if you press your hand on the wound. Support it like this for the first week.</p><p>Nothing heavier than a full kettle should be lifted for four weeks, and no furniture moved for six. Sit-ups and weights can wait for three months. Gentle cycling is allowed after a fortnight.</p></div>
<table><tr><th>Activity</th><th>Usually after</th></tr><tr><td>Office work</td><td>1 to 2 weeks</td></tr><tr><td>Manual work</td><td>6 weeks</td></tr><tr><td>Driving</td><td>7 days, when you can stop in an emergency</td></tr><tr><td>Sex</td><td>as soon as it is comfortable</td></tr></table>
<h2>Food and bowels</h2><p>Straining pulls on the repair.</p><ul><li>Drink eight glasses of water a day</li><li>Eat fruit, vegetables and wholemeal bread</li><li>Take the laxative that you were given, for as long as you take codeine</li></ul>
<div class="box"><p><b>Go to the emergency department</b> if you cannot pass urine for eight hours, if the wound opens, or if the swelling is hard, painful and does not go away when you lie down.</p></div>
</body></html>"""


def hernia():
    weasyprint.HTML(string=HERNIA).write_pdf(str(TO / "weasyprint-hernia-print.pdf"))


def piercing():
    """A letter by fpdf2 with the fonts that every reader has, in Windows-1252, with bullets typed as text."""
    page = FPDF(format="A4")
    page.set_creation_date(datetime.datetime(2025, 2, 11, tzinfo=datetime.UTC))
    page.set_title("Nostril and lobe piercings")
    page.add_page()
    page.set_font("Times", "B", 20)
    page.cell(0, 12, "Nostril and lobe piercings: the short version", new_x="LMARGIN", new_y="NEXT")
    page.set_font("Times", "", 11)

    def text(words):
        page.multi_cell(0, 5.5, words, new_x="LMARGIN", new_y="NEXT", align="L")
        page.ln(2)

    def heading(words):
        page.set_font("Times", "B", 13)
        page.cell(0, 8, words, new_x="LMARGIN", new_y="NEXT")
        page.set_font("Times", "", 11)

    text("Dear customer, thank you for choosing us. You have a fresh wound with a piece of titanium in it. Lobes heal within six to eight weeks, a nostril takes four to six months, and both look healed long before they are.")
    heading("Twice a day")
    text("- spray with sterile saline and let it soften what has dried on\n- wipe it away with gauze \x96 never with cotton wool, which leaves threads\n- dry it with a hair dryer on cool".replace("\x96", "-"))
    heading("Leave it alone")
    text("- don't twist or turn the jewellery\n- don't sleep on it for the first two months; a travel pillow helps\n- don't change the jewellery before we have checked it, even if your sister has a spare ring\n- keep it out of pools and hot tubs for six weeks")
    heading("Bumps")
    text("A small bump in the second month is nearly always from knocks, and not an infection. Go back to saline, stop touching it, and come in. Please do not put tea tree oil, aspirin paste or alcohol on it.")
    heading("Make-up and sprays")
    text("Cover the piercing when you use hair spray, and keep foundation off it for the first month.")
    page.output(str(TO / "fpdf-piercing-letter.pdf"))


def office(path, to):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)], check=True, capture_output=True)
        to.write_bytes(next(pathlib.Path(folder).glob("*.pdf")).read_bytes())


def physio():
    """A word processor's document: page header and footer, three levels of numbering and bullets, a page break in a list."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Physiotherapy Department\tWard 7"
    section.footer.paragraphs[0].text = "PIL 4417 · Last reviewed March 2024"
    document.add_heading("After your shoulder keyhole surgery", 0)
    document.add_paragraph("You had a subacromial decompression. Nothing was stitched inside, so the shoulder may be moved from the first day. The sling is for comfort only.")
    document.add_heading("The sling", 1)
    document.add_paragraph("Wear it for two to three days, longer in a crowd. Take it off for your exercises and to wash.")
    document.add_heading("Exercises", 1)
    document.add_paragraph("Do these four times a day, ten times each, until your first appointment with us:")
    for words in ["Lean forward with your good hand on a table. Let the arm hang and swing it in small circles, first one way and then the other.", "Hold a stick in both hands in front of you. Push the operated arm outwards with the good one.", "Squeeze your shoulder blades together and hold for five seconds."]:
        document.add_paragraph(words, style="List Number")
    document.add_heading("Pain and swelling", 1)
    for style, words in [("List Bullet", "Put ice on for 15 minutes, four times a day:"), ("List Bullet 2", "wrap it in a damp towel"), ("List Bullet 2", "keep the wound dry under a plastic bag"), ("List Bullet", "Take your painkillers before you exercise, not after"), ("List Bullet", "Sleep on your back or on the other side for six weeks, with a pillow under the arm")]:
        document.add_paragraph(words, style=style)
    document.add_heading("Do not", 1)
    for words in ["lift anything heavier than a mug above your shoulder for six weeks", "lean on the arm, for example when you get out of a chair, for three weeks", "swim breaststroke for six weeks or front crawl for twelve", "drive for at least a week, and tell your insurer"]:
        document.add_paragraph(words, style="List Bullet")
    document.add_heading("Back to work", 1)
    document.add_paragraph("Desk work is usually possible after one week. If you work above shoulder height, you will need to be off for about three months. Sport with a racket or a ball is best left until your therapist agrees, which is rarely before three months have passed.")
    document.add_paragraph("Your stitches are taken out by the practice nurse after 10 to 14 days. Keep the wounds dry until then.")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.docx"
        document.save(path)
        office(path, TO / "libreoffice-shoulder.pdf")


def brows():
    """A word processor's folded leaflet: landscape, three columns, small type."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    columns = OxmlElement("w:cols")
    columns.set(qn("w:num"), "3")
    columns.set(qn("w:space"), "500")
    old = section._sectPr.find(qn("w:cols"))
    if old is not None:
        section._sectPr.remove(old)
    section._sectPr.append(columns)
    for kind, words in [
        (1, "Powder brows: your first month"),
        (0, "Freshly done brows are a good third darker and wider than they will be. Please do not panic on the second morning."),
        (2, "Day 1"),
        (0, "Blot the brows with a damp cotton pad every hour until bedtime, so that no fluid dries on them."),
        (2, "Days 2 to 10"),
        (0, "Wash them with a drop of baby shampoo in the morning and at night. Dab on balm the size of a grain of rice. Too much of it draws the colour out."),
        (2, "Until the scabs are gone"),
        ("•", "no make-up on the brows"), ("•", "no steam, no sauna, no hot baths"), ("•", "no sport that makes you sweat"), ("•", "no sunbathing and no sunbeds"), ("•", "no picking, however much it itches"),
        (2, "Days 10 to 28"),
        (0, "The colour seems to vanish around the second week. It comes back by the end of the fourth. Creams with retinol or acids stay away from the brows for a month, and from then on whenever you want the colour to last."),
        (2, "Touch-up"),
        (0, "Your second appointment is six to eight weeks after the first, and it is part of the price. Do not have botox in the two weeks before it."),
        (2, "Talk to us"),
        (0, "If there is pus, fever, or swelling that gets worse after the third day, see a doctor first and ring us second."),
    ]:
        if kind == "•":
            document.add_paragraph(words, style="List Bullet")
        elif kind:
            document.add_heading(words, kind)
        else:
            document.add_paragraph(words)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.docx"
        document.save(path)
        office(path, TO / "libreoffice-brows-three-columns.pdf")


if __name__ == "__main__":
    TO.mkdir(parents=True, exist_ok=True)
    for make in [eye_and_teeth, tattoo, peel, hernia, piercing, physio, brows]:
        make()
