//! Whatever happens to a writer, the index is a committed state: processes that are killed, writes that fail.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use super::faulty::{FAULTS, Fault, Faulty};
use crate::{
    index::{Content, FoundPlace, Place, SearchOptions, Searcher, Writer, WriterOptions, store::Store},
    lexicon::Lexicon,
    model::{Block, BlockKind, Document, Name, Phase, Rule, Span, Stance, Zone},
    pipeline::Reading,
};

/// Documents of every state.
const DOCUMENTS: usize = 12;
/// Tells the test binary that it is the process to be killed: the folder of its index.
const CHILD: &str = "AFTERCARE_CRASH_CHILD";

/// A reading of which every part names its state.
fn reading(n: usize, state: usize) -> Reading {
    let text = format!("Leaflet {n} in state{state}. Avoid the sauna.");
    let id = Name::from(format!("leaflet-{n}"));
    let block = |span| Block { kind: BlockKind::Paragraph, zone: Zone::Main, span, lead: None, mark: None };
    let rule = Rule {
        id: format!("rule-{n}"),
        document: id.clone(),
        procedure: vec![Name::from("botox")],
        phase: Phase::After,
        stance: Stance::Avoid,
        concept: Name::from("sauna"),
        from: None,
        until: None,
        lead: None,
        session: None,
        every: None,
        count: None,
        degree: None,
        strength: None,
        condition: None,
        exception: None,
        quote: text.clone(),
        start: 0,
        end: text.len(),
        section: Vec::new(),
        fired: Vec::new(),
        confidence: 1.0,
    };
    let blocks = vec![block(Span::new(0, text.len()))];
    Reading { document: Document { id, text, blocks, ..Document::default() }, rules: vec![rule] }
}

fn options(lexicon: &Lexicon) -> WriterOptions<'_> {
    WriterOptions { lexicon, digest: "1", wait: Duration::from_secs(10) }
}

/// Brings an index to a state; every third document stays as it is.
fn write(writer: Writer<'_>, state: usize) -> crate::Result<()> {
    let of = |n: usize| if n.is_multiple_of(3) { 0 } else { state };
    let content = |n: usize| Content::of(reading(n, of(n)).document.text.as_bytes());
    let place = |n: usize| Place { path: format!("/leaflet-{n}"), id: Name::from(format!("leaflet-{n}")) };
    let found: Vec<FoundPlace> =
        (0..DOCUMENTS).map(|n| FoundPlace { place: place(n), content: Some(content(n)) }).collect();
    let plan = writer.plan(&found, |_| true);
    let number = |p: &Place| p.path.rsplit('-').next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
    let readings = plan.read.iter().map(|(place, content)| {
        let n = number(place);
        (*content, vec![reading(n, of(n))])
    });
    writer.apply(&plan, readings).map(|_| ())
}

/// The state of an index: `None` where nothing was committed yet. Everything in it must be of that state.
fn state(folder: &Path, lexicon: &Lexicon) -> Option<usize> {
    if !Store::exists(folder) {
        return None;
    }
    let searcher = Searcher::open(folder, lexicon).unwrap();
    let (documents, rules) = (searcher.documents().unwrap(), searcher.rules().unwrap());
    if documents.is_empty() && rules.is_empty() {
        return None;
    }
    assert_eq!((documents.len(), rules.len()), (DOCUMENTS, DOCUMENTS));
    assert_eq!(searcher.catalogue().unwrap().places.len(), DOCUMENTS);
    let state: usize = documents
        .iter()
        .find(|d| *d.id == *"leaflet-1")
        .and_then(|d| d.text.split("state").nth(1))
        .and_then(|rest| rest.split('.').next())
        .and_then(|n| n.parse().ok())
        .unwrap();
    for (n, document) in documents.iter().enumerate() {
        let number: usize = document.id.rsplit('-').next().unwrap().parse().unwrap();
        let want = reading(number, if number.is_multiple_of(3) { 0 } else { state });
        assert_eq!(document.text, want.document.text, "{n}");
        assert!(rules.contains(&want.rules[0]));
    }
    Some(state)
}

/// That an index is what a fresh one of the same state would be.
fn assert_as_fresh(folder: &Path, lexicon: &Lexicon) {
    let state = state(folder, lexicon).unwrap();
    let fresh = tempfile::tempdir().unwrap();
    write(Writer::open(fresh.path(), options(lexicon)).unwrap(), state).unwrap();
    let all = |folder: &Path| {
        let searcher = Searcher::open(folder, lexicon).unwrap();
        assert!(searcher.damaged_files().unwrap().is_empty());
        let found = searcher.search("sauna", &SearchOptions { limit: 50, ..Default::default() }).unwrap();
        let mut hits: Vec<String> = found.rules.hits.into_iter().map(|h| h.entry.rule.id).collect();
        hits.sort();
        let status = searcher.status("1").unwrap();
        let counts = (status.documents, status.places, status.passages, status.rules);
        let readings: Vec<_> =
            searcher.readings().unwrap().iter().map(|r| r.unwrap()).map(|r| (r.document, r.rules)).collect();
        (readings, searcher.catalogue().unwrap(), hits, found.facets, found.cards, counts)
    };
    assert_eq!(all(folder), all(fresh.path()));
}

/// What the process that is killed prints once it is about to write.
const READY: &str = "ready to be killed";

/// Runs only as the process that is killed: goes from state to state until then.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let lexicon = Lexicon::default();
    let first = state(Path::new(&folder), &lexicon).map_or(1, |s| s + 1);
    println!("{READY}");
    for state in first.. {
        let writer = Writer::open(Path::new(&folder), options(&lexicon)).unwrap();
        write(writer, state).unwrap();
    }
}

/// Starts the process that is to be killed, and waits until it is about to write.
fn started(folder: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "index::tests::crash::child", "--nocapture"])
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.as_mut().unwrap());
    assert!(out.lines().any(|line| line.unwrap().contains(READY)));
    child
}

/// Fewer kills tell nothing of when they came.
const FEWEST_TO_TELL: usize = 20;

/// Kills a writer at so many moments, up to the time that three runs take; after each the index is opened, and the next
/// run makes it what a fresh one is.
fn kill(kills: usize) {
    let lexicon = Lexicon::default();
    let folder = tempfile::tempdir().unwrap();
    write(Writer::open(folder.path(), options(&lexicon)).unwrap(), 1).unwrap();
    let start = Instant::now();
    write(Writer::open(folder.path(), options(&lexicon)).unwrap(), 2).unwrap();
    let most = 3 * start.elapsed().as_micros() as u64;
    let (mut last, mut by_child, mut left) = (2, 0, 0);
    let mut dice = 0x2545_f491_4f6c_dd1d_u64;
    for kill in 0..kills {
        let mut child = started(folder.path());
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((dice >> 33) % most));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = state(folder.path(), &lexicon).unwrap();
        assert!(now >= last, "kill {kill}: {now} after {last}");
        by_child += now - last;
        let files = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
        let before = files(folder.path());
        write(Writer::open(folder.path(), options(&lexicon)).unwrap(), now + 1).unwrap();
        left += usize::from(files(folder.path()) < before);
        last = now + 1;
        assert_as_fresh(folder.path(), &lexicon);
    }
    println!("{kills} kills, {by_child} states by the killed, {left} times with files of a run that was cut off");
    // Of a few kills all may come early where other programs run beside.
    assert!(kills < FEWEST_TO_TELL || by_child > kills / 4, "the kills came too early: {by_child}");
}

#[test]
fn a_writer_that_is_killed_leaves_a_committed_state() {
    kill(4);
}

#[test]
#[ignore = "some minutes: cargo test --release --lib index::tests::crash -- --ignored --nocapture"]
fn a_writer_that_is_killed_two_hundred_times_leaves_a_committed_state() {
    kill(200);
}

/// Fails at every point of a run, one after the other; `step` is how many are left out between two.
fn fail_at_every_point(fault: Fault, step: usize) -> usize {
    let lexicon = Lexicon::default();
    let folder = tempfile::tempdir().unwrap();
    write(Writer::open(folder.path(), options(&lexicon)).unwrap(), 1).unwrap();
    let mut reached = 1;
    let mut failures = 0;
    for allowed in (0..).step_by(step) {
        let faulty = Faulty::new(folder.path(), fault, allowed);
        let result = Store::open_on(faulty.clone(), folder.path())
            .and_then(|store| Writer::on(store, options(&lexicon)))
            .and_then(|writer| write(writer, reached + 1));
        if fault == Fault::PowerCut && faulty.failed() {
            faulty.cut();
        }
        let now = state(folder.path(), &lexicon).unwrap();
        assert!(now == reached || now == reached + 1, "{fault:?} {allowed}: {now} is neither {reached} nor the next");
        assert!(result.is_err() || now == reached + 1, "{fault:?} {allowed}: a commit was reported and is not there");
        if let Err(error) = &result {
            let said = error.to_string();
            assert!(said.contains("disk is full") || (fault != Fault::DiskFull && said.contains("index")), "{said}");
        }
        write(Writer::open(folder.path(), options(&lexicon)).unwrap(), now + 1).unwrap();
        reached = now + 1;
        assert_as_fresh(folder.path(), &lexicon);
        if !faulty.failed() {
            result.unwrap();
            break;
        }
        failures += 1;
    }
    failures
}

#[test]
fn a_run_that_fails_leaves_the_last_commit() {
    for fault in FAULTS {
        let failures = fail_at_every_point(fault, 31);
        println!("{fault:?}: {failures} points");
        assert!(failures > 1, "{fault:?}: {failures}");
    }
}

#[test]
#[ignore = "some minutes: cargo test --release --lib index::tests::crash -- --ignored --nocapture"]
fn a_run_that_fails_at_any_point_leaves_the_last_commit() {
    for fault in FAULTS {
        let failures = fail_at_every_point(fault, 1);
        println!("{fault:?}: {failures} points");
        assert!(failures > 30, "{fault:?}: {failures}");
    }
}

/// Eight readers search while a writer goes from state to state.
fn soak(time: Duration) {
    let lexicon = Lexicon::default();
    let folder = tempfile::tempdir().unwrap();
    write(Writer::open(folder.path(), options(&lexicon)).unwrap(), 1).unwrap();
    let done = AtomicBool::new(false);
    let mut times = Vec::new();
    let mut commits = 0;
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..8).map(|_| scope.spawn(|| read_until(folder.path(), &lexicon, &done))).collect();
        let start = Instant::now();
        for state in 2.. {
            write(Writer::open(folder.path(), options(&lexicon)).unwrap(), state).unwrap();
            commits += 1;
            if start.elapsed() > time {
                break;
            }
        }
        done.store(true, Ordering::Relaxed);
        times.extend(readers.into_iter().flat_map(|r| r.join().unwrap()));
    });
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    println!(
        "{commits} commits, {} searches by 8 readers: p50 {:?}, p99 {:?}, most {:?}",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
    assert!(commits > 0 && times.len() > 20);
    assert_as_fresh(folder.path(), &lexicon);
}

#[test]
fn readers_see_whole_commits_while_a_writer_writes() {
    soak(Duration::from_secs(1));
}

#[test]
#[ignore = "a minute: cargo test --release --lib index::tests::crash -- --ignored --nocapture"]
fn readers_see_whole_commits_while_a_writer_writes_for_a_minute() {
    soak(Duration::from_mins(1));
}

/// Searches until told to end; gives the time that each search took.
fn read_until(folder: &Path, lexicon: &Lexicon, done: &AtomicBool) -> Vec<Duration> {
    let mut searcher = Searcher::open(folder, lexicon).unwrap();
    let mut times = Vec::new();
    while !done.load(Ordering::Relaxed) {
        let start = Instant::now();
        searcher.reload().unwrap();
        let found = searcher.search("leaflet", &SearchOptions { limit: 50, ..Default::default() }).unwrap();
        times.push(start.elapsed());
        let of = |text: &str| text.split("state").nth(1).and_then(|s| s.split('.').next()).unwrap().to_owned();
        let mut states: Vec<String> = found.rules.hits.iter().map(|h| of(&h.entry.rule.quote)).collect();
        states.sort();
        states.dedup();
        assert_eq!((found.rules.total as usize, found.passages.total as usize), (DOCUMENTS, DOCUMENTS));
        assert!(states.len() == 2, "{states:?}");
    }
    times
}
