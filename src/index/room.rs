//! Entries on their way to tantivy, in bounded memory.
//!
//! tantivy takes up to ten thousand documents with all their entries before it makes the writer wait, whatever their size. Here
//! a document's entries hold their room until the last of them was indexed, and the next document waits for it.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tantivy::{TantivyDocument, schema::document::Document};

/// The most bytes that are on their way, unless one document alone has more.
const MOST: usize = 24 << 20;
/// How long room is waited for. Who has waited so long goes on: where nothing is indexed any more, tantivy says why.
const WAIT: Duration = Duration::from_secs(20);

/// The memory of entries that are not indexed yet.
#[derive(Debug, Default)]
pub struct Room {
    taken: Mutex<usize>,
    given: Condvar,
}

/// A part of the room, given back when it is dropped.
#[derive(Debug)]
pub struct Share {
    room: Arc<Room>,
    bytes: usize,
}

impl Room {
    fn taken(&self) -> MutexGuard<'_, usize> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes room for so many bytes, once there is enough.
    pub fn take(self: &Arc<Self>, bytes: usize) -> Arc<Share> {
        let full = |taken: &mut usize| *taken > 0 && *taken + bytes > MOST;
        let waited = self.given.wait_timeout_while(self.taken(), WAIT, full);
        *waited.unwrap_or_else(PoisonError::into_inner).0 += bytes;
        Arc::new(Share { room: Arc::clone(self), bytes })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.room.taken() -= self.bytes;
        self.room.given.notify_all();
    }
}

/// An entry that holds a share of the room as long as it is not indexed.
#[derive(Debug)]
pub struct Held {
    entry: TantivyDocument,
    /// Of all entries of its document together.
    _share: Option<Arc<Share>>,
}

impl Held {
    /// An entry of a document that has its share.
    pub fn with(entry: TantivyDocument, share: &Arc<Share>) -> Self {
        Self { entry, _share: Some(Arc::clone(share)) }
    }
}

impl From<TantivyDocument> for Held {
    fn from(entry: TantivyDocument) -> Self {
        Self { entry, _share: None }
    }
}

impl Document for Held {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.entry.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_waits_until_there_is_room() {
        let room = Arc::new(Room::default());
        let first = Held::with(TantivyDocument::new(), &room.take(2 * MOST));
        let begun = std::time::Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(50));
                drop(first);
            });
            let _second = room.take(1);
            assert!(begun.elapsed() >= Duration::from_millis(50));
            let _third = room.take(MOST - 1);
        });
        assert_eq!(*room.taken(), 0);
    }
}
