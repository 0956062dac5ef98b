//! `aftercare explain`: one finding or one rule in full.

use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};

use aftercare::{
    contradiction::{Finding, Keeping, Options},
    report::{Documents, Report, explain},
};
use anyhow::{Result, bail};
use clap::Args;

use super::audit::Comparing;

/// Shows one contradiction or one rule in full, with the words of every side
#[derive(Debug, Args)]
pub struct Explain {
    /// The id of a contradiction or of a rule, as `audit` and `export` give them
    id: String,
    #[command(flatten)]
    comparing: Comparing,
}

/// Runs the command.
pub fn run(arguments: &Explain) -> Result<ExitCode> {
    let keeping = Keeping { reasons: true, ..Keeping::default() };
    let compared = arguments.comparing.compare(Options::default(), keeping)?;
    let comparing = (&*compared.lexicon, &compared.options);
    let evidence = Documents::new(&compared.corpus.readings);
    let report = Report::new(&compared.found, &evidence);
    let mut out = BufWriter::new(io::stdout().lock());
    let is_it = |f: &Finding| f.ids.contains(&arguments.id);
    if let Some(finding) = compared.found.findings.iter().find(|f| is_it(f)) {
        explain::finding(&report, finding, comparing, &mut out)?;
    } else if let Some((finding, waiver)) = compared.waived.iter().find(|(f, _)| is_it(f)) {
        explain::finding(&report, finding, comparing, &mut out)?;
        writeln!(out)?;
        explain::waiver(waiver, &mut out)?;
    } else if let Some(rule) =
        compared.corpus.readings.iter().flat_map(|kept| &kept.rules).find(|r| r.id == arguments.id)
    {
        explain::rule(&report, rule, &mut out)?;
    } else {
        bail!("there is no contradiction and no rule {:?} in these documents", arguments.id);
    }
    out.flush()?;
    Ok(super::status(&compared.corpus))
}
