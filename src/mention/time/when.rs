//! Parts of the day, weekdays and hours of rates, and their short notation (`MO+NI`, `W7`, `WE`, `T09:30`).

use std::fmt;

use crate::model::{DayPart, When};

const PARTS: [(&str, DayPart); 5] = [
    ("MO", DayPart::Morning),
    ("MI", DayPart::Noon),
    ("AF", DayPart::Afternoon),
    ("EV", DayPart::Evening),
    ("NI", DayPart::Night),
];

/// The TIMEX3 code of a part of the day.
pub(super) fn code(part: DayPart) -> &'static str {
    PARTS.iter().find(|(_, p)| *p == part).map_or("", |(code, _)| code)
}

impl When {
    /// Reads the notation; `None` where it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut when = Self::default();
        for piece in text.split('+') {
            if let Some((_, part)) = PARTS.iter().find(|(code, _)| *code == piece) {
                when.parts.push(*part);
            } else if piece == "WE" {
                when.weekend = true;
            } else if piece == "WD" {
                when.workday = true;
            } else if let Some(day) = piece.strip_prefix('W') {
                when.weekday = Some(day.parse().ok().filter(|d| (1..=7).contains(d))?);
            } else {
                let (hour, minute) = piece.strip_prefix('T')?.split_once(':')?;
                when.clock = Some((hour.parse().ok()?, minute.parse().ok()?));
            }
        }
        Some(when)
    }

    /// Both together; what the other says more precisely wins.
    pub(super) fn join(mut self, other: &Self) -> Self {
        for part in &other.parts {
            if !self.parts.contains(part) {
                self.parts.push(*part);
            }
        }
        self.weekday = self.weekday.or(other.weekday);
        self.weekend |= other.weekend;
        self.workday |= other.workday;
        self.clock = self.clock.or(other.clock);
        self
    }

    /// The hour of "9", "9:30", "17.30" (as 17.3) with 12 added where it is after noon.
    pub(super) fn clock(hour: f64, minute: Option<f64>, shift: Option<f64>) -> Option<Self> {
        let minute = minute.unwrap_or_else(|| (hour.fract() * 100.0).round());
        let hour = match shift {
            Some(shift) if hour.trunc() >= 12.0 => hour.trunc() - 12.0 + shift,
            Some(shift) => hour.trunc() + shift,
            None => hour.trunc(),
        };
        let holds = (0.0..24.0).contains(&hour) && (0.0..60.0).contains(&minute);
        holds.then(|| Self { clock: Some((hour as u8, minute as u8)), ..Self::default() })
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut codes: Vec<String> = self.parts.iter().map(|p| code(*p).to_owned()).collect();
        codes.extend(self.weekday.map(|d| format!("W{d}")));
        codes.extend(self.weekend.then(|| "WE".to_owned()));
        codes.extend(self.workday.then(|| "WD".to_owned()));
        codes.extend(self.clock.map(|(h, m)| format!("T{h:02}:{m:02}")));
        f.write_str(&codes.join("+"))
    }
}
