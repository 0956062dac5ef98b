//! `aftercare audit`: reports contradictions.

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    mem::ManuallyDrop,
    path::PathBuf,
    process::ExitCode,
};

use aftercare::{
    contradiction::{Audit as Found, DETECTORS, Detector, Finding, Keeping, Kept, Options},
    error::{Error, ErrorKind},
    lexicon::Lexicon,
    model::{ContradictionKind, Name, Severity},
    pipeline::Corpus,
    report::{self, Documents, FORMS, Form, Given, Report},
    settings::{self, Baseline, Changes, Date, Settings, Waiver, Waivers, Waiving, Wanted},
};
use anyhow::{Context, Result, bail};
use clap::{Args, builder::PossibleValuesParser};

use super::input::Input;

/// Reports where documents contradict each other or themselves
#[derive(Debug, Args)]
pub struct Audit {
    #[command(flatten)]
    pub comparing: Comparing,
    /// The form of the report
    #[arg(long, default_value = FORMS[0].name, value_parser = PossibleValuesParser::new(FORMS.iter().map(|f| f.name)))]
    format: String,
    /// Exit with 1 where a finding is at least as severe
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    fail_on: Option<Severity>,
    /// Report only this kind; can be given several times
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(DETECTORS.iter().map(|d| d.name)))]
    kind: Vec<String>,
    /// Report only this procedure and what is narrower; can be given several times
    #[arg(long, value_name = "ID")]
    procedure: Vec<String>,
    /// List the pairs that tempt and are no contradiction, with the reason (with --format text, json or markdown)
    #[arg(long)]
    show_compatible: bool,
    /// Show who holds what on every activity (with --format markdown or json)
    #[arg(long)]
    matrix: bool,
    /// Let be what this baseline knows
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write a baseline of what is found, and report nothing
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Say what changed since this baseline, instead of the report (with --format text or json)
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
}

/// What is compared, and how: the same for `audit` and `explain`.
#[derive(Debug, Clone, Args)]
pub struct Comparing {
    #[command(flatten)]
    pub input: Input,
    /// The procedure of documents that name none
    #[arg(long, value_name = "ID")]
    assume_procedure: Option<String>,
    /// Compare every document with this one only (a document's id or the end of its path)
    #[arg(long, value_name = "DOCUMENT")]
    against: Option<String>,
    /// The settings [default: aftercare.toml in the working folder or above]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The waivers [default: aftercare-waivers.toml beside the settings]
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// The day to judge waivers by [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", hide = true)]
    today: Option<String>,
}

/// What was compared and found.
pub struct Compared {
    pub lexicon: ManuallyDrop<Lexicon>,
    pub settings: Settings,
    pub corpus: Corpus<Kept>,
    pub found: Found,
    /// How it was compared.
    pub options: Options,
    /// The findings that are let be, with their waivers.
    pub waived: Vec<(Finding, Waiver)>,
    /// How many waivers are for no finding, and how many have expired.
    pub unused: usize,
    pub expired: usize,
}

/// The most documents that are named where one is meant.
const NAMED: usize = 5;

/// The file of waivers, where the settings name none.
const WAIVERS: &str = "aftercare-waivers.toml";

fn severity(text: &str) -> Result<Severity, String> {
    serde_json::from_value(text.into()).map_err(|_| "one of minor, moderate, major, critical".to_owned())
}

/// Runs the command.
pub fn run(arguments: &Audit) -> Result<ExitCode> {
    let form = report::form(&arguments.format).context("an unknown format")?;
    check(arguments, form)?;
    let options = Options {
        keep_compatible: arguments.show_compatible,
        keep_topics: arguments.matrix || arguments.since.is_some() || arguments.write_baseline.is_some(),
        ..Options::default()
    };
    let keeping = Keeping { views: arguments.show_compatible, about: arguments.matrix, ..Keeping::default() };
    let mut compared = arguments.comparing.compare(options, keeping)?;
    if let Some(path) = &arguments.write_baseline {
        Baseline::of(&compared.found).save(path)?;
        return Ok(super::status(&compared.corpus));
    }
    let wanted = [compared.settings.wanted(), arguments.wanted(&compared.lexicon)?];
    for wanted in &wanted {
        wanted.narrow(&mut compared.found, &compared.lexicon);
        compared.waived.retain(|(f, _)| wanted.has(&f.contradiction, &compared.lexicon));
    }
    if let Some(path) = &arguments.since {
        let mut baseline = Baseline::load(path)?;
        for wanted in &wanted {
            wanted.narrow_baseline(&mut baseline, &compared.lexicon);
        }
        return since(arguments, &compared, &baseline);
    }
    let baseline = arguments.baseline.as_ref().or(compared.settings.audit.baseline.as_ref());
    let mut known = Known::default();
    if let Some(path) = baseline {
        let baseline = Baseline::load(path)?;
        let before = compared.found.findings.len();
        compared.found.findings.retain(|f| !baseline.knows(f));
        let findings = &compared.found.findings;
        known.less = findings.iter().filter(|f| baseline.severity(&f.ids).is_some()).count();
        known.known = before - findings.len();
    }
    print(arguments, &compared, known)?;
    let severities = compared.found.findings.iter().map(|f| f.contradiction.severity);
    Ok(code(arguments, &compared, severities))
}

/// What a baseline knows.
#[derive(Clone, Copy, Default)]
struct Known {
    /// How many findings, as severe as they are.
    known: usize,
    /// How many that were less severe.
    less: usize,
}

/// Refuses what goes with other options or forms only.
fn check(arguments: &Audit, form: &Form) -> Result<()> {
    let needs = |option: &str, of: fn(&Form) -> bool| format!("{option} is for --format {}", report::names(of));
    if arguments.matrix && !form.has_matrix {
        bail!(needs("--matrix", |f| f.has_matrix));
    }
    if arguments.show_compatible && !form.has_compatible {
        bail!(needs("--show-compatible", |f| f.has_compatible));
    }
    if arguments.since.is_some() && !form.has_changes {
        bail!(needs("--since", |f| f.has_changes));
    }
    Ok(())
}

/// Says what changed since a baseline; what is new, or worse than it was, fails.
fn since(arguments: &Audit, compared: &Compared, baseline: &Baseline) -> Result<ExitCode> {
    let changes = Changes::since(baseline, &compared.found, compared.waived.iter().map(|(f, _)| f));
    if arguments.format == FORMS[0].name {
        anstream::print!("{changes}");
    } else {
        anstream::println!("{}", serde_json::to_string_pretty(&changes)?);
    }
    Ok(code(arguments, compared, changes.severities()))
}

fn print(arguments: &Audit, compared: &Compared, known: Known) -> Result<()> {
    let evidence = Documents::new(&compared.corpus.readings);
    let of = |kept: &Kept| (kept.id.clone(), kept.about.clone());
    let about: Vec<_> = if arguments.matrix { compared.corpus.readings.iter().map(of).collect() } else { Vec::new() };
    let stdout = io::stdout();
    let color = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let report = Report {
        color,
        show_compatible: arguments.show_compatible,
        matrix: arguments.matrix,
        about: &about,
        waived: compared.waived.len(),
        unused: compared.unused,
        expired: compared.expired,
        known: known.known,
        worse: known.less,
        given: Some(Given {
            read: compared.corpus.readings.len(),
            aside: &compared.corpus.aside,
            failed: &compared.corpus.failed,
            notes: &compared.corpus.notes,
        }),
        ..Report::new(&compared.found, &evidence)
    };
    let form = report::form(&arguments.format).context("an unknown format")?;
    let mut out = BufWriter::new(stdout.lock());
    (form.write)(&report, &mut out)?;
    Ok(out.flush()?)
}

/// 2 where a document could not be read, 1 with findings that fail, or else 0.
fn code(arguments: &Audit, compared: &Compared, mut severities: impl Iterator<Item = Severity>) -> ExitCode {
    let fail_on = arguments.fail_on.or(compared.settings.audit.fail_on).unwrap_or(Severity::Minor);
    if !compared.corpus.failed.is_empty() {
        super::status(&compared.corpus)
    } else if severities.any(|s| s >= fail_on) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

impl Audit {
    /// What the command line asks for.
    fn wanted(&self, lexicon: &Lexicon) -> Result<Wanted> {
        for procedure in &self.procedure {
            if lexicon.procedures.get(procedure).is_none() {
                bail!("there is no procedure {procedure:?}; `aftercare lexicon list` names them");
            }
        }
        let named = |d: &&Detector| self.kind.iter().any(|k| k == d.name);
        let kinds: Vec<ContradictionKind> = DETECTORS.iter().filter(named).map(|d| d.kind).collect();
        Ok(Wanted { kinds, procedures: self.procedure.iter().map(|p| Name::from(p.as_str())).collect() })
    }
}

impl Comparing {
    /// Reads and compares the documents, and takes out what is waived.
    pub fn compare(&self, mut options: Options, keeping: Keeping) -> Result<Compared> {
        let mut lexicon = self.input.load_lexicon()?;
        let (mut settings, folder) = self.settings(&mut lexicon)?;
        let mut corpus = self.input.read(&lexicon, keeping)?;
        self.assume(&lexicon, &mut corpus)?;
        options.tolerance = settings.audit.tolerance_seconds;
        options.against = self.reference(&settings, &corpus)?;
        if self.against.is_none() {
            settings.find_references(&|wanted| find(&corpus, wanted))?;
        }
        let documents: Vec<&Name> = corpus.readings.iter().map(|kept| &kept.id).collect();
        let unused = settings.unused(&documents);
        self.note(unused, &mut corpus.notes);
        let options = options.knowing(&mut corpus.readings, &lexicon);
        let rules: Vec<_> = corpus.readings.iter().flat_map(|kept| &kept.rules).collect();
        let mut found = settings::audit(&rules, &lexicon, &settings, &options);
        let Waiving { waived, notes, unused, expired } = self.waive(&settings, &folder, &mut found)?;
        self.note(notes, &mut corpus.notes);
        Ok(Compared { lexicon, settings, corpus, found, options, waived, unused, expired })
    }

    fn settings(&self, lexicon: &mut Lexicon) -> Result<(Settings, PathBuf)> {
        let here = std::env::current_dir()?;
        let Some(path) = self.config.clone().or_else(|| Settings::find(&here)) else {
            return Ok((Settings::default(), here));
        };
        let folder = path.parent().map(PathBuf::from).unwrap_or_default();
        Ok((Settings::load(&path, lexicon)?, folder))
    }

    fn assume(&self, lexicon: &Lexicon, corpus: &mut Corpus<Kept>) -> Result<()> {
        let Some(procedure) = &self.assume_procedure else { return Ok(()) };
        if lexicon.procedures.get(procedure).is_none() {
            bail!("there is no procedure {procedure:?}; `aftercare lexicon list` names them");
        }
        let name = Name::from(procedure.as_str());
        let rules = corpus.readings.iter_mut().flat_map(|r| &mut r.rules);
        rules.filter(|r| r.procedure.is_empty()).for_each(|r| r.procedure.push(name.clone()));
        Ok(())
    }

    /// The id of the document that all others are compared with.
    fn reference(&self, settings: &Settings, corpus: &Corpus<Kept>) -> Result<Option<Name>> {
        let Some(wanted) = self.against.as_ref().or(settings.audit.against.as_ref()) else { return Ok(None) };
        let place = settings.audit.against_place.as_ref().filter(|_| self.against.is_none());
        let placed = |error: Error| match place {
            Some((path, line)) => error.at(path).line(*line),
            None => error,
        };
        Ok(Some(find(corpus, wanted).map_err(placed)?))
    }

    fn waive(&self, settings: &Settings, folder: &std::path::Path, found: &mut Found) -> Result<Waiving> {
        let beside = Some(folder.join(WAIVERS)).filter(|p| p.is_file());
        let Some(path) = self.waivers.clone().or_else(|| settings.audit.waivers.clone()).or(beside) else {
            return Ok(Waiving::default());
        };
        let today = match &self.today {
            Some(day) => Date::parse(day).with_context(|| format!("{day:?} is no date"))?,
            None => Date::of_timestamp(jiff::Timestamp::now()),
        };
        Ok(Waivers::load(&path)?.apply(found, today))
    }

    /// Says what was noted of the settings, and keeps it for the report.
    fn note(&self, notes: Vec<Error>, kept: &mut Vec<Error>) {
        for note in notes.iter().filter(|_| !self.input.quiet) {
            anstream::eprintln!("note: {note}");
        }
        kept.extend(notes);
    }
}

/// The id of the document of a name: its id, or the end of its path, by whole names of folders and files.
fn find(corpus: &Corpus<Kept>, wanted: &str) -> Result<Name, Error> {
    let all = || corpus.readings.iter();
    let wanted = wanted.strip_prefix("./").unwrap_or(wanted);
    let plain = |path: &'_ str| path.strip_prefix("./").unwrap_or(path).to_owned();
    if let Some(document) = all().find(|d| d.id == wanted).or_else(|| all().find(|d| plain(&d.source) == wanted)) {
        return Ok(document.id.clone());
    }
    let ends = |path: &str| path.strip_suffix(wanted).is_some_and(|above| above.ends_with(['/', '\\', '!']));
    let named: Vec<_> = all().filter(|d| ends(&d.source)).collect();
    let message = match named.as_slice() {
        [only] => return Ok(only.id.clone()),
        [] => format!("no document {wanted:?} to compare with was read"),
        several => {
            let first: Vec<&str> = several.iter().take(NAMED).map(|d| &*d.source).collect();
            let more = several.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{wanted:?} is the end of several paths ({}{more}): name more of the path", first.join(", "))
        }
    };
    Err(Error::new(ErrorKind::Config, message))
}
