use super::*;

/// A folder with files of these names.
fn folder(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, "Rest.").expect("a file");
    }
    folder
}

fn ids(folder: &tempfile::TempDir, walking: Walking) -> Vec<String> {
    let found = collect(&[folder.path().to_owned()], walking).expect("files");
    found.files.into_iter().map(|f| f.id).collect()
}

#[test]
fn ids_are_paths_without_extension_where_that_is_unique() {
    for (names, want) in [
        (&["b.md", "a.txt"][..], &["a", "b"][..]),
        (&["a.md", "a.txt", "x/a.md"], &["a.md", "a.txt", "x/a"]),
        (&["page.html.gz", "v1.2.md"], &["page", "v1.2"]),
    ] {
        assert_eq!(ids(&folder(names), Walking::default()), want);
    }
}

#[test]
fn what_is_left_out() {
    let folder = folder(&["a.md", ".hidden.md", "drafts/b.md", "old/c.md"]);
    fs::write(folder.path().join(".gitignore"), "drafts/\n").expect("a file");
    fs::write(folder.path().join(IGNORE_FILE), "old\n").expect("a file");
    assert_eq!(ids(&folder, Walking::default()), ["a"]);
    let all = Walking { ignore_files: false, ..Walking::default() };
    assert_eq!(ids(&folder, all), ["a", "drafts/b", "old/c"]);
}

#[test]
fn globs_and_single_files() {
    let folder = folder(&["x/a.md", "x/b.txt", "y/c.md"]);
    let at = |path: &str| folder.path().join(path);
    for (paths, want) in [
        (vec![at("x/a.md"), at("y/c.md")], vec!["a", "c"]),
        (vec![at("*/*.md")], vec!["x/a", "y/c"]),
        (vec![at("x/*.txt")], vec!["b"]),
        (vec![at("x"), at("y")], vec!["a", "b", "c"]),
    ] {
        let found = collect(&paths, Walking::default()).expect("files");
        assert_eq!(found.files.iter().map(|f| f.id.as_str()).collect::<Vec<_>>(), want, "{paths:?}");
    }
}

#[test]
fn a_glob_brings_nothing_back_that_is_left_out() {
    let folder = folder(&["a.md", ".hidden.md", "x/b.md", "x/old.md", "x/y/c.md", ".h/d.md"]);
    fs::write(folder.path().join("x").join(IGNORE_FILE), "old.md\n").expect("a file");
    for (glob, want) in
        [("**/*.md", &["a", "x/b", "x/y/c"][..]), ("*/*.md", &["x/b"]), (".h/*.md", &["d"]), ("{a,b}.md", &["a"])]
    {
        let found = collect(&[folder.path().join(glob)], Walking::default()).expect("files");
        assert_eq!(found.files.iter().map(|f| f.id.as_str()).collect::<Vec<_>>(), want, "{glob}");
    }
}

#[test]
fn one_path_that_is_missing_does_not_keep_the_others_from_being_read() {
    let folder = folder(&["a.md", "b.md"]);
    let paths = ["a.md", "gone.md", "*.odt", "b.md"].map(|name| folder.path().join(name));
    let found = collect(&paths, Walking::default()).expect("files");
    assert_eq!(found.files.iter().map(|f| f.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let said: Vec<String> = found.others.iter().map(|o| format!("{o:?}")).collect();
    assert!(said.len() == 2 && said[0].contains("gone.md") && said[1].contains("no file matches"), "{said:?}");
}

#[test]
fn the_same_name_under_two_folders() {
    let folder = folder(&["x/a.md", "y/a.md"]);
    let paths = [folder.path().join("x"), folder.path().join("y")];
    let found = collect(&paths, Walking::default()).expect("files");
    assert!(found.files[0].id.ends_with("x/a.md") && found.files[1].id.ends_with("y/a.md"));
}

#[test]
fn clear_errors() {
    let folder = folder(&[]);
    for (path, want) in [
        (folder.path().to_owned(), "holds no files"),
        (folder.path().join("missing"), "no such file"),
        (folder.path().join("*.md"), "no file matches"),
    ] {
        let error = collect(std::slice::from_ref(&path), Walking::default()).expect_err("an error");
        assert!(error.to_string().contains(want), "{error}");
        assert_eq!(error.path(), Some(path.as_path()));
    }
}

#[cfg(unix)]
#[test]
fn loops_and_dead_links() {
    let folder = folder(&["a.md", "b/c.md"]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("b/up")).expect("a link");
    std::os::unix::fs::symlink("nowhere", folder.path().join("dead.md")).expect("a link");
    let found = collect(&[folder.path().to_owned()], Walking::default()).expect("files");
    assert_eq!(found.files.len(), 2);
    let others: Vec<String> = found.others.iter().map(|o| format!("{o:?}")).collect();
    assert!(others.iter().any(|o| o.contains("Loop")) && others.iter().any(|o| o.contains("dead.md")), "{others:?}");
}
