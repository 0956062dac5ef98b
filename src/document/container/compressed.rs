//! One stream that was compressed: gzip, also in many parts as crawls have it, and Zstandard.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, errors::FrameDecoderError};

use super::{Container, Counted, Stream, Visit};
use crate::error::Result;

/// Zstandard frames that need a larger window are not read, in bytes.
const WINDOW: u64 = 128 << 20;

/// Gzip.
pub struct Gzip;

impl Container for Gzip {
    fn name(&self) -> &'static str {
        "gzip"
    }

    fn detects(&self, head: &[u8], _: &str) -> bool {
        head.starts_with(&[0x1f, 0x8b, 8])
    }

    fn open(&self, stream: Stream<'_>, visit: &mut Visit<'_>) -> Result<()> {
        let Stream { id, path, bytes, named, .. } = stream;
        expanded(MultiGzDecoder::new(bytes), (id, path, named), visit)
    }
}

/// Zstandard.
pub struct Zstd;

impl Container for Zstd {
    fn name(&self) -> &'static str {
        "zstd"
    }

    fn detects(&self, head: &[u8], _: &str) -> bool {
        head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
    }

    fn open(&self, stream: Stream<'_>, visit: &mut Visit<'_>) -> Result<()> {
        let Stream { id, path, bytes, named, .. } = stream;
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        let frames = Frames { bytes, decoder, open: false };
        expanded(frames, (id, path, named), visit)
    }
}

fn expanded(bytes: impl Read, (id, path, named): (String, String, bool), visit: &mut Visit<'_>) -> Result<()> {
    let counted = Counted { inner: bytes, budget: visit.budget(), expands: true };
    let bytes = Box::new(BufReader::with_capacity(1 << 16, counted));
    visit.stream(Stream { id, path, bytes, file: None, named })
}

/// Zstandard frames one after the other.
struct Frames<R> {
    bytes: R,
    decoder: FrameDecoder,
    open: bool,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use ruzstd::decoding::BlockDecodingStrategy::UptoBytes;
        loop {
            if !self.open {
                if self.bytes.fill_buf()?.is_empty() {
                    return Ok(0);
                }
                match self.decoder.init(&mut self.bytes) {
                    Ok(()) => self.open = true,
                    Err(FrameDecoderError::ReadFrameHeaderError(
                        ruzstd::decoding::errors::ReadFrameHeaderError::SkipFrame { length, .. },
                    )) => {
                        io::copy(&mut self.bytes.by_ref().take(u64::from(length)), &mut io::sink())?;
                        continue;
                    }
                    Err(error) => return Err(io::Error::other(error)),
                }
            }
            while self.decoder.can_collect() < buffer.len() && !self.decoder.is_finished() {
                self.decoder.decode_blocks(&mut self.bytes, UptoBytes(buffer.len())).map_err(io::Error::other)?;
            }
            let count = self.decoder.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            self.open = false;
        }
    }
}
