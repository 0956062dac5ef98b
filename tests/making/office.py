#!/usr/bin/env python3
"""Writes `tests/shapes/docx` and `tests/shapes/odt`: hand-outs as word processors and libraries write them.

    tests/making/office.py     (needs LibreOffice, pandoc, and the Python packages python-docx and odfpy)
"""
import pathlib, subprocess, tempfile, zipfile

import docx
from docx.oxml import parse_xml
from odf import draw, opendocument, style, table, text

SHAPES = pathlib.Path(__file__).parent.parent / "shapes"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WHEN = (2024, 1, 2, 3, 4, 6)


def pandoc(words, to):
    subprocess.run(["pandoc", "-f", "markdown", "-o", str(to)], input=words.encode(), check=True)


def convert(path, kind, to):
    """By a word processor; web pages are opened as documents for print."""
    web = ["--infilter=HTML (StarWriter)"] if path.suffix == ".html" else []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["soffice", "--headless", *web, "--convert-to", kind, "--outdir", folder, str(path)], check=True, capture_output=True)
        to.write_bytes(next(pathlib.Path(folder).iterdir()).read_bytes())


# What word processors are given as web text, with what hand-outs have: a box, a layout table, nested lists, footnotes.
BOTOX = """<html><head><title>After your wrinkle treatment</title></head><body>
<h1>After your wrinkle treatment</h1>
<p>You had botulinum toxin today. It begins to work after three to five days and is at its best after two weeks.</p>
<h2>The next four hours</h2>
<ol><li>Stay upright: no lying down, no nap.</li><li>Frown and raise your brows now and then, which helps it settle.</li><li>Do not touch, rub or massage the places.
<ol><li>That goes for facials too.</li><li>And for tight hats.</li></ol></li></ol>
<h2>The next two days</h2>
<table border="1"><tr><th>Fine</th><th>Not yet</th></tr><tr><td><ul><li>washing your face gently</li><li>make-up from the next morning</li></ul></td><td><ul><li>running and weights</li><li>sauna, steam room, hot yoga</li><li>more than one glass of wine</li></ul></td></tr></table>
<h2>Bruises</h2><p>Small bruises fade within a week. Arnica gel may be used from the first evening. <b>Avoid aspirin</b> unless your doctor has prescribed it.</p>
<p>A heavy eyelid is rare. Ring us if you notice one; it goes by itself within a few weeks.</p></body></html>"""

WAX = """<html><head><title>Waxing: skin care for the days after</title></head><body>
<h1>Waxing: skin care for the days after</h1>
<table><tr><td><p><b>First 24 hours</b></p><p>&bull; No hot baths or showers</p><p>&bull; No deodorant or perfume on the skin</p><p>&bull; No swimming and no sunbathing</p></td>
<td><p><b>From day three</b></p><p>&bull; Exfoliate twice a week to stop hairs growing in</p><p>&bull; Moisturise every day</p></td></tr></table>
<p>Wear loose cotton for a day.</p><p>Red dots go within two days. If they turn into spots with pus, leave them alone and see your pharmacist.</p>
<p>Let the hair grow for four weeks before your next visit; it should be the length of a grain of rice.</p></body></html>"""

# What pandoc writes: footnotes, definition lists, tables, numbered parts.
VASECTOMY = """---
title: Your vasectomy, from today to the all-clear
author: Fernhill Surgery
date: 2023-06-01
lang: en
---

# Today

You were operated on under local anaesthetic. Somebody else should drive you home.[^1]

[^1]: If you came on your own, we will ring for a taxi.

1.  Rest for the remainder of the day, lying down if you can.
2.  Put a wrapped bag of frozen peas on the area for ten minutes in every hour.
3.  Wear tight underpants or a jockstrap, day and night, for the first week.

# This week

Washing
:   You may shower from tomorrow. Do not take a bath for five days.

Work
:   Office work is possible after two days. If you lift things for a living, take a week off.

Sport
:   No cycling for two weeks. No heavy lifting for one week.

# Sex and contraception

You can have sex when it is comfortable, usually after a week. **Go on using contraception** until two samples have been clear[^2].

[^2]: The first sample is due after twelve weeks and twenty ejaculations.

| When | What |
|------|------|
| 12 weeks | first sample |
| 16 weeks | second sample |
"""

COLON = """---
title: After your colonoscopy
lang: en-GB
---

*Endoscopy Unit, Example Infirmary*

## You were sedated

Until this time tomorrow you must not

- drive,
- operate machines, cookers included,
- sign anything that binds you,
- drink alcohol,
- look after small children on your own.

An adult has to stay with you overnight.

## Wind and bloating

Air was blown into your bowel. Walking about and warm drinks help.

## If a polyp was taken out

a)  Avoid ibuprofen and aspirin for seven days.
b)  Do not fly for two weeks.
c)  A spoonful of blood is nothing to worry about. More than that is: go to the emergency department.

> Biopsy results take three weeks. We write to you and to your doctor.

## Eating

You may eat what you like straight away.
"""

LASH = """# Lash lift & tint

**24 hours:** keep them dry. No steam, no tears if you can help it.

**48 hours:** no mascara, no oil-based remover, no sleeping on your front.

After that
----------

* Brush them through each morning
* Serum every second night
    * without retinol
    * not on the lid
* A new lift no sooner than in 6 weeks

Contact lenses may go back in after two hours.
"""


def library_handout():
    """python-docx: styles for everything, three levels of bullets, a header and a footer."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Cedar Podiatry"
    document.sections[0].footer.paragraphs[0].text = "Do not copy without permission"
    document.core_properties.author = "Cedar Podiatry"
    document.core_properties.title = "Nail surgery: dressing and daily life"
    document.add_heading("Nail surgery: dressing and daily life", 0)
    document.add_paragraph("Part of your toenail was taken away and the nail bed treated with phenol, so that it does not grow again. The wound weeps for four to six weeks. This is the phenol and does not mean that it is infected.")
    document.add_heading("Dressing", 1)
    for style_name, words in [("List Bullet", "Leave our dressing on until your visit in two days"), ("List Bullet", "From then on, every day:"), ("List Bullet 2", "bathe the toe in salt water for five minutes"), ("List Bullet 3", "one teaspoon of salt to a pint"), ("List Bullet 2", "dab it dry with gauze"), ("List Bullet 2", "put on a dry dressing, without any cream"), ("List Bullet", "Do not go swimming until it no longer weeps")]:
        document.add_paragraph(words, style=style_name)
    document.add_heading("Daily life", 1)
    grid = document.add_table(1, 2, style="Table Grid")
    grid.rows[0].cells[0].text, grid.rows[0].cells[1].text = "Question", "Answer"
    for question, answer in [("Shoes", "Wear open or wide shoes for two weeks."), ("Sport", "Avoid football and running for four weeks."), ("Driving", "Not on the day of surgery, as your toe is numb."), ("School", "The day after is fine. No PE for a month.")]:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = question, answer
    document.add_heading("Ring us", 1)
    document.add_paragraph("if the toe throbs, the redness spreads up your foot, or you feel shivery.")
    return document


def library_typed():
    """python-docx as people use Word: headings that are bold lines, bullets typed as text, breaks within a paragraph, tabs."""
    document = docx.Document()
    document.add_paragraph().add_run("MICRONEEDLING POST CARE").bold = True
    document.add_paragraph("Hi lovely! Thank you for trusting me with your skin.")
    document.add_paragraph().add_run("Tonight").bold = True
    paragraph = document.add_paragraph("•\tDo not wash your face until bedtime")
    paragraph.add_run().add_break()
    paragraph.add_run("•\tClean pillowcase, please")
    paragraph.add_run().add_break()
    paragraph.add_run("•\tNo make-up brush, no fingers")
    document.add_paragraph().add_run("Days 1-3").bold = True
    for words in ["- Hyaluronic serum and nothing else", "- Do not use vitamin C, retinol or acids for 5 days", "- No gym, no sauna, no swimming for 72 hours"]:
        document.add_paragraph(words)
    document.add_paragraph().add_run("Sun:").bold = True
    paragraph = document.add_paragraph("Stay out of it for two weeks")
    paragraph.add_run(" (SPF 50 ").italic = True
    paragraph.add_run("every day").bold = True
    paragraph.add_run(", also when it is cloudy).").italic = True
    document.add_paragraph("✅ Drink plenty of water")
    document.add_paragraph("❌ Waxing for 7 days")
    document.add_paragraph("xx Mia")
    return document


def library_tracked():
    """Tracked changes, a comment, moved text, hidden text, a content control, a field, a link and a split word."""
    document = docx.Document()
    document.add_heading("Chemical peel: what we agreed", 1)
    body = document.element.body
    for words in [
        '<w:p {0}><w:r><w:t xml:space="preserve">Do not use retinol for </w:t></w:r><w:del w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>three days</w:delText></w:r></w:del><w:ins w:id="2" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:t>seven days</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>',
        '<w:p {0}><w:del w:id="3" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>Sunbathing is fine after two days.</w:delText></w:r></w:del></w:p>',
        '<w:p {0}><w:moveFrom w:id="4" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:t>Avoid the sun for four weeks.</w:t></w:r></w:moveFrom></w:p>',
        '<w:p {0}><w:r><w:t>Wash with cool water only on the first day.</w:t></w:r></w:p>',
        '<w:p {0}><w:moveTo w:id="5" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:t>Avoid the sun for four weeks.</w:t></w:r></w:moveTo></w:p>',
        '<w:p {0}><w:r><w:rPr><w:vanish/></w:rPr><w:t>Ask Jo whether saunas are all right.</w:t></w:r></w:p>',
        '<w:sdt {0}><w:sdtContent><w:p><w:r><w:t>No saunas for a week.</w:t></w:r></w:p></w:sdtContent></w:sdt>',
        '<w:p {0}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "https://example.org" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Call us if blisters appear</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>.</w:t></w:r></w:p>',
        '<w:p {0}><w:r><w:t>Do not p</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>ee</w:t></w:r><w:r><w:t xml:space="preserve">l or pick, and </w:t></w:r><w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="place"><w:r><w:t>sleep</w:t></w:r></w:smartTag><w:r><w:t xml:space="preserve"> on your back</w:t><w:noBreakHyphen/><w:t>side.</w:t></w:r></w:p>',
    ]:
        body.insert(len(body) - 1, parse_xml(words.format(WORD)))
    washed = next(p for p in document.paragraphs if p.text.startswith("Wash"))
    document.add_comment(washed.runs, text="Do we still say that hot water is fine after two days?", author="A")
    return document


def archive(to, parts):
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as out:
        for name, words in parts:
            out.writestr(zipfile.ZipInfo(name, WHEN), words, zipfile.ZIP_DEFLATED)


def text_boxes(to):
    """The parts as Word writes them: text boxes with a copy for old programs, a footnote, numbering, a header part."""
    names = " ".join(f'xmlns:{k}="{v}"' for k, v in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main", "v": "urn:schemas-microsoft-com:vml"}.items())

    def paragraph(words, properties="", more=""):
        return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r>{more}</w:p>'

    def number(words, level=0, of=1):
        return paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>')

    inner = paragraph("Swollen, hot and painful on one side? Ring 01632 960 300.", '<w:pStyle w:val="Heading2"/>') + paragraph("Do not wait until Monday.")
    box = f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        paragraph("Dermal filler: the first fortnight", '<w:pStyle w:val="Heading1"/>')
        + paragraph("Cheeks, lips and lines are all treated alike.", more=note)
        + box
        + number("Sleep on your back for two nights.") + number("Keep your hands off for six hours:") + number("no make-up", 1) + number("no cream", 1)
        + number("Avoid the dentist for two weeks, before and after.")
        + paragraph("Heat", '<w:pStyle w:val="Heading2"/>')
        + number("no saunas for two weeks", 0, 2) + number("no hot tubs", 0, 2)
        + paragraph("Lumps", '<w:pStyle w:val="Heading2"/>')
        + paragraph("Small lumps soften within two weeks. Do not massage them unless we have shown you how.")
        + '<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>' + paragraph("Thing") + "</w:tc><w:tc>" + paragraph("Wait") + "</w:tc></w:tr><w:tr><w:tc>" + paragraph("Running") + '</w:tc><w:tc>' + paragraph("48 hours") + '</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("Flying is fine after a day.") + "</w:tc></w:tr></w:tbl>"
    )
    levels = lambda kind, mark: "".join(f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{mark}"/></w:lvl>' for i in range(3))
    numbering = f'<w:numbering {names}><w:abstractNum w:abstractNumId="0">{levels("decimal", "%1.")}</w:abstractNum><w:abstractNum w:abstractNumId="1">{levels("bullet", "•")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    styles = f'<w:styles {names}>' + "".join(f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>' for n in (1, 2)) + "</w:styles>"
    notes = f'<w:footnotes {names}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id="2">{paragraph("Noses are not: you have another leaflet.")}</w:footnote></w:footnotes>'
    of = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = ["styles", "numbering", "footnotes", "header"]
    kinds = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    kinds += f'<Override PartName="/word/document.xml" ContentType="{of}.document.main+xml"/>'
    kinds += "".join(f'<Override PartName="/word/{p}{1 if p == "header" else ""}.xml" ContentType="{of}.{p}+xml"/>' for p in parts) + "</Types>"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relate = lambda pairs: f'<Relationships xmlns="{package}">' + "".join(f'<Relationship Id="r{i}" Type="{relation}/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(pairs)) + "</Relationships>"
    archive(to, [
        ("[Content_Types].xml", kinds),
        ("_rels/.rels", relate([("officeDocument", "word/document.xml")])),
        ("word/_rels/document.xml.rels", relate([(p, f"{p}{1 if p == 'header' else ''}.xml") for p in parts])),
        ("word/document.xml", f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {names}><w:body>{body}<w:sectPr/></w:body></w:document>'),
        ("word/numbering.xml", numbering), ("word/styles.xml", styles), ("word/footnotes.xml", notes),
        ("word/header1.xml", f"<w:hdr {names}>{paragraph('The Example Clinic: do not smoke in the hall')}</w:hdr>"),
    ])


def odf_library():
    """odfpy: a frame with a text box, a note, a list within a list, a repeated row."""
    document = opendocument.OpenDocumentText()
    bold = style.Style(name="Bold", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    add = document.text.addElement
    add(text.H(outlinelevel=1, text="After the tattoo laser"))
    paragraph = text.P(text="Frosting goes within half an hour. Blisters are usual in the first three days")
    note = text.Note(noteclass="footnote", id="n1")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="Do not pop them."))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(".")
    add(paragraph)
    add(text.H(outlinelevel=2, text="For one week"))

    def items(*entries):
        found = text.List()
        for entry in entries:
            item = text.ListItem()
            for part in entry if isinstance(entry, tuple) else (entry,):
                item.addElement(part if isinstance(part, text.Element) else text.P(text=part))
            found.addElement(item)
        return found

    add(items("keep the dressing dry", ("no shaving over the area", items("and no waxing either")), "avoid pools, baths and saunas"))
    frame = draw.Frame(width="6cm", height="2cm", anchortype="paragraph")
    box = draw.TextBox()
    box.addElement(text.P(text="Fever? Green or yellow fluid? Call 01632 960 400."))
    frame.addElement(box)
    holder = text.P()
    holder.addElement(frame)
    add(holder)
    add(text.H(outlinelevel=2, text="Sun"))
    last = text.P()
    last.addElement(text.Span(stylename=bold, text="Eight weeks"))
    last.addText(" without sun on it,")
    last.addElement(text.LineBreak())
    last.addText("and SPF 50 in between")
    last.addElement(text.S(c=2))
    last.addText("sessions.")
    add(last)
    grid = table.Table(name="T")
    grid.addElement(table.TableColumn(numbercolumnsrepeated=2))
    for cells in [("Session", "Wait"), ("2", "8 weeks"), ("3", "8 weeks")]:
        row = table.TableRow()
        for words in cells:
            cell = table.TableCell()
            cell.addElement(text.P(text=words))
            row.addElement(cell)
        grid.addElement(row)
    add(grid)
    return document


def rewrite(path):
    """The same archive with a fixed day, so that a new run changes nothing that was not changed."""
    with zipfile.ZipFile(path) as source:
        parts = [(name, source.read(name)) for name in source.namelist() if "thumbnail" not in name.lower()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, words in parts:
            stored = name == "mimetype"
            out.writestr(zipfile.ZipInfo(name, WHEN), words, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)


def main():
    for folder in ("docx", "odt"):
        (SHAPES / folder).mkdir(parents=True, exist_ok=True)
    words, odt = SHAPES / "docx", SHAPES / "odt"
    library_handout().save(words / "library-nail-surgery.docx")
    library_typed().save(words / "library-typed-bullets.docx")
    library_tracked().save(words / "library-tracked-changes.docx")
    text_boxes(words / "parts-text-boxes.docx")
    pandoc(VASECTOMY, words / "pandoc-vasectomy-notes.docx")
    pandoc(COLON, words / "pandoc-colonoscopy.docx")
    pandoc(LASH, odt / "pandoc-lash-lift.odt")
    pandoc(VASECTOMY, odt / "pandoc-vasectomy-notes.odt")
    pandoc(COLON, odt / "pandoc-colonoscopy.odt")
    odf_library().save(odt / "odfpy-tattoo-laser.odt")
    with tempfile.TemporaryDirectory() as folder:
        for name, page in [("wrinkles", BOTOX), ("waxing-layout-table", WAX)]:
            path = pathlib.Path(folder) / f"{name}.html"
            path.write_text(page)
            convert(path, "odt", odt / f"libreoffice-{name}.odt")
            convert(path, "docx", words / f"libreoffice-{name}.docx")
    convert(words / "library-nail-surgery.docx", "odt", odt / "libreoffice-nail-surgery.odt")
    convert(words / "library-tracked-changes.docx", "odt", odt / "libreoffice-tracked-changes.odt")
    convert(words / "parts-text-boxes.docx", "odt", odt / "libreoffice-text-boxes.odt")
    convert(odt / "odfpy-tattoo-laser.odt", "docx", words / "libreoffice-tattoo-laser.docx")
    for path in [*words.glob("*.docx"), *odt.glob("*.odt")]:
        rewrite(path)


if __name__ == "__main__":
    main()
