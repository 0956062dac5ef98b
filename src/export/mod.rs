//! How do other programs take the rules? One file a format.
