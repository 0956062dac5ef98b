use std::io::Write;

use super::*;
use crate::document::{Reader, show};

/// An archive of parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("an archive").into_inner()
}

fn docx(body: &str) -> Vec<String> {
    let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
        <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let styles = r#"<w:styles><w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style><w:style w:styleId="X"><w:basedOn w:val="H2"/></w:style></w:styles>"#;
    let parts = [("word/document.xml", body), ("word/numbering.xml", numbering), ("word/styles.xml", styles)];
    blocks(&Docx, "a.docx", &archive(&parts))
}

fn blocks(reader: &dyn Reader, path: &str, bytes: &[u8]) -> Vec<String> {
    assert!(reader.detects(&crate::document::Source { id: "a", path, bytes }));
    show::lines(&show::read_bytes(reader, path, bytes))
}

#[test]
fn docx_blocks() {
    let item = |depth: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"5\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let plain = |text: &str| format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>");
    for (body, want) in [
        ("<w:p><w:pPr><w:pStyle w:val=\"X\"/></w:pPr><w:r><w:t>Care</w:t></w:r></w:p>".to_owned(), vec!["H2 Care"]),
        ([plain("Avoid:"), item(0, "sun"), item(1, "strong sun")].concat(), vec!["P Avoid:", "I#0<0 sun", "I1<1 strong sun"]),
        ("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Wound care</w:t></w:r></w:p><w:p><w:r><w:t>Rest &amp; sleep</w:t></w:r></w:p>".to_owned(),
            vec!["H7 Wound care", "P Rest & sleep"]),
        ("<w:p><w:r><w:t>Do </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:ins><w:r><w:t>rest</w:t></w:r></w:ins></w:p>".to_owned(),
            vec!["P Do rest"]),
        (format!("<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            plain("What"), plain("Wait"), plain("Gym"), plain("2 days")), vec!["C0.0.0h What", "C0.0.1h Wait", "C0.1.0 Gym", "C0.1.1 2 days"]),
        (format!("<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            plain("Call us.")), vec!["P Call us."]),
        (plain("\u{2022} sun"), vec!["I0 sun"]),
    ] {
        assert_eq!(docx(&format!("<w:document><w:body>{body}</w:body></w:document>")), want, "{body}");
    }
}

#[test]
fn odt_blocks() {
    let styles = "<office:automatic-styles><style:style style:name=\"B\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
                  <text:list-style style:name=\"L\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\"/></text:list-style></office:automatic-styles>";
    for (body, want) in [
        (
            "<text:h text:outline-level=\"2\">Care</text:h><text:p>Rest<text:s/>well.</text:p>",
            vec!["H2 Care", "P Rest well."],
        ),
        (
            "<text:p>Avoid:</text:p><text:list text:style-name=\"L\"><text:list-item><text:p>sun</text:p><text:list><text:list-item><text:p>strong sun</text:p></text:list-item></text:list></text:list-item></text:list>",
            vec!["P Avoid:", "I#0<0 sun", "I1<1 strong sun"],
        ),
        (
            "<text:p><text:span text:style-name=\"B\">Wound care</text:span></text:p><text:p>Rest.</text:p>",
            vec!["H7 Wound care", "P Rest."],
        ),
        (
            "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>Rest<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>For a day.</text:p></text:note-body></text:note>.</text:p>",
            vec!["P Rest.", "P For a day."],
        ),
        (
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>What</text:p></table:table-cell><table:table-cell><text:p>Wait</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>Gym</text:p></table:table-cell><table:table-cell><text:p>2 d</text:p></table:table-cell></table:table-row></table:table>",
            vec!["C0.0.0h What", "C0.0.1h Wait", "C0.1.0 Gym", "C0.1.1 2 d"],
        ),
    ] {
        let content = format!(
            "<office:document-content>{styles}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        let bytes = archive(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)]);
        assert_eq!(blocks(&Odt, "a.odt", &bytes), want, "{body}");
    }
}

#[test]
fn no_entity_is_expanded() {
    let body = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><w:document><w:body><w:p><w:r><w:t>Rest &e; now</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(docx(body), ["P Rest now"]);
}
