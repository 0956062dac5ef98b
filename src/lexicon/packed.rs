//! Lists of numbers as the lexicon stores them: column by column, all numbers of a column in as many bytes as its greatest
//! needs, so that a list is read in a few passes and not number by number.
//!
//! A field names the functions of this module: `#[serde(with = "packed")]`.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::model::WordId;

/// What a list is made of: some numbers, always as many.
pub(super) trait Row<const N: usize>: Copy {
    /// Its numbers.
    fn numbers(self) -> [u32; N];
    /// The row of these numbers.
    fn of(numbers: [u32; N]) -> Self;
}

impl Row<1> for u32 {
    fn numbers(self) -> [u32; 1] {
        [self]
    }

    fn of([number]: [u32; 1]) -> Self {
        number
    }
}

impl Row<2> for u64 {
    fn numbers(self) -> [u32; 2] {
        [self as u32, (self >> u32::BITS) as u32]
    }

    fn of([low, high]: [u32; 2]) -> Self {
        Self::from(high) << u32::BITS | Self::from(low)
    }
}

impl Row<2> for (WordId, u32) {
    fn numbers(self) -> [u32; 2] {
        [self.0.0, self.1]
    }

    fn of([word, number]: [u32; 2]) -> Self {
        (WordId(word), number)
    }
}

/// Writes a list: how many rows, and for each column how many bytes a number has and the numbers.
pub(super) fn serialize<S: Serializer, T: Row<N>, const N: usize>(rows: &[T], to: S) -> Result<S::Ok, S::Error> {
    let mut bytes = (rows.len() as u32).to_le_bytes().to_vec();
    for column in 0..N {
        let numbers = rows.iter().map(|row| row.numbers()[column]);
        let most = numbers.clone().max().unwrap_or(0);
        let width = (u32::BITS - most.leading_zeros()).div_ceil(8) as usize;
        bytes.push(width as u8);
        numbers.for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()[..width]));
    }
    to.serialize_bytes(&bytes)
}

/// Reads what [`serialize`] wrote.
pub(super) fn deserialize<'de, D, T, const N: usize>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Row<N>,
{
    read(<&[u8]>::deserialize(from)?).ok_or_else(|| D::Error::custom("a list of numbers is cut off"))
}

fn read<T: Row<N>, const N: usize>(bytes: &[u8]) -> Option<Vec<T>> {
    let (length, mut bytes) = bytes.split_first_chunk()?;
    let length = u32::from_le_bytes(*length) as usize;
    let mut rows = vec![[0; N]; length];
    for column in 0..N {
        let (width, rest) = bytes.split_first()?;
        let (numbers, rest) = rest.split_at_checked(length * usize::from(*width))?;
        match width {
            0 => {}
            1 => fill::<1, N>(&mut rows, column, numbers),
            2 => fill::<2, N>(&mut rows, column, numbers),
            3 => fill::<3, N>(&mut rows, column, numbers),
            4 => fill::<4, N>(&mut rows, column, numbers),
            _ => return None,
        }
        bytes = rest;
    }
    Some(rows.into_iter().map(T::of).collect())
}

/// Fills a column with numbers of so many bytes.
fn fill<const WIDTH: usize, const N: usize>(rows: &mut [[u32; N]], column: usize, numbers: &[u8]) {
    for (row, number) in rows.iter_mut().zip(numbers.as_chunks::<WIDTH>().0) {
        let mut all = [0; size_of::<u32>()];
        all[..WIDTH].copy_from_slice(number);
        row[column] = u32::from_le_bytes(all);
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Lists {
        #[serde(with = "super")]
        one: Vec<u32>,
        #[serde(with = "super")]
        two: Vec<(WordId, u32)>,
    }

    #[test]
    fn numbers_of_every_size_survive() {
        for most in [0, 1, 255, 256, 65_535, 65_536, 0x00ff_ffff, 0x0100_0000, u32::MAX] {
            let lists = Lists { one: vec![0, most, 1.min(most)], two: vec![(WordId(most), 7), (WordId(0), most / 3)] };
            let bytes = postcard::to_allocvec(&lists).unwrap();
            assert_eq!(postcard::from_bytes::<Lists>(&bytes).unwrap(), lists);
            let cut = postcard::to_allocvec(&[bytes[1..5].to_vec()]).unwrap();
            assert!(postcard::from_bytes::<Lists>(&cut).is_err());
        }
        let none = Lists { one: Vec::new(), two: Vec::new() };
        let bytes = postcard::to_allocvec(&none).unwrap();
        assert_eq!(postcard::from_bytes::<Lists>(&bytes).unwrap(), none);
    }
}
