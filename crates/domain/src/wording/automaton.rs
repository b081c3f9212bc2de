//! All patterns at once: one bit for each place of each pattern (the Shift-And method, with places that may be left out).
//!
//! A bit is set when the words so far end in everything up to its place. With each word all bits move on by one, and only those stay whose place
//! takes that word. Nothing is ever tried twice.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::pattern::{Pattern, Place, Token, every};

pub(super) static AUTOMATON: LazyLock<Automaton> = LazyLock::new(|| Automaton::of(every()));

/// How many places may be left out in a row: two wide gaps.
const LEFT_OUT: usize = 12;

/// A set of places, 64 to a number. No pattern stands in two of them.
type Places = Box<[u64]>;

pub(super) struct Automaton {
    patterns: Vec<Pattern>,
    /// First places.
    first: Places,
    /// Places that take any word, or none.
    gaps: Places,
    /// Last places, and of which pattern.
    last: Places,
    ends: HashMap<usize, u16>,
    /// Which places take a word.
    whole: HashMap<&'static str, Places>,
    starts: Vec<(&'static str, Places)>,
}

impl Automaton {
    fn of(patterns: Vec<Pattern>) -> Self {
        let layout = layout(&patterns);
        let blocks = layout.last().map_or(0, |at| at / 64 + 1);
        let none: Places = vec![0; blocks].into();
        let mut all = Self {
            patterns: Vec::new(),
            first: none.clone(),
            gaps: none.clone(),
            last: none.clone(),
            ends: HashMap::new(),
            whole: HashMap::new(),
            starts: Vec::new(),
        };
        for (number, (pattern, at)) in (0_u16..).zip(patterns.iter().zip(&layout)) {
            all.add(pattern, *at, number, &none);
        }
        all.patterns = patterns;
        all
    }

    fn add(&mut self, pattern: &Pattern, at: usize, number: u16, none: &Places) {
        set(&mut self.first, at);
        let mut place = at;
        for word in &pattern.words {
            match word {
                Place::Gap => set(&mut self.gaps, place),
                Place::Word(tokens) => tokens.iter().for_each(|token| self.takes(*token, place, none)),
            }
            place += 1;
        }
        set(&mut self.last, place - 1);
        self.ends.insert(place - 1, number);
    }

    fn takes(&mut self, token: Token, place: usize, none: &Places) {
        match token {
            Token::Whole(word) => set(self.whole.entry(word).or_insert_with(|| none.clone()), place),
            Token::Start(start) => {
                let at = self.starts.iter().position(|(each, _)| *each == start).unwrap_or_else(|| {
                    self.starts.push((start, none.clone()));
                    self.starts.len() - 1
                });
                if let Some((_, places)) = self.starts.get_mut(at) {
                    set(places, place);
                }
            }
        }
    }

    /// Tells `found` of each pattern that ends at each word.
    pub(super) fn run(&self, words: &[&str], mut found: impl FnMut(u16, usize)) {
        let mut reached = self.first.clone();
        reached.fill(0);
        let mut taking = reached.clone();
        for (at, word) in words.iter().enumerate() {
            self.taking(word, &mut taking);
            for (block, now) in reached.iter_mut().enumerate() {
                *now = self.step(block, *now, taking.get(block).copied().unwrap_or(0));
                let mut ended = *now & of(&self.last, block);
                while ended != 0 {
                    let place = block * 64 + ended.trailing_zeros() as usize;
                    if let Some(pattern) = self.ends.get(&place) {
                        found(*pattern, at);
                    }
                    ended &= ended - 1;
                }
            }
        }
    }

    fn step(&self, block: usize, reached: u64, taking: u64) -> u64 {
        let gaps = of(&self.gaps, block);
        let mut now = ((reached << 1) | of(&self.first, block)) & (taking | gaps);
        for _ in 0..LEFT_OUT {
            now |= (now << 1) & gaps;
        }
        now
    }

    /// The places that take `word`, apart from gaps.
    fn taking(&self, word: &str, taking: &mut [u64]) {
        match self.whole.get(word) {
            Some(places) => taking.copy_from_slice(places),
            None => taking.fill(0),
        }
        for (_, places) in self.starts.iter().filter(|(start, _)| word.starts_with(start)) {
            taking.iter_mut().zip(places).for_each(|(all, more)| *all |= more);
        }
    }

    pub(super) fn pattern(&self, number: u16) -> Option<&Pattern> {
        self.patterns.get(usize::from(number))
    }

    #[cfg(test)]
    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }
}

/// Where each pattern begins, so that none stands in two blocks; with one place more, the end of all.
fn layout(patterns: &[Pattern]) -> Vec<usize> {
    let mut at = 0;
    let mut layout = Vec::with_capacity(patterns.len() + 1);
    for pattern in patterns {
        let length = pattern.words.len();
        if at % 64 + length > 64 {
            at = (at / 64 + 1) * 64;
        }
        layout.push(at);
        at += length;
    }
    layout.push(at);
    layout
}

fn of(places: &Places, block: usize) -> u64 {
    places.get(block).copied().unwrap_or(0)
}

fn set(places: &mut Places, place: usize) {
    if let Some(block) = places.get_mut(place / 64) {
        *block |= 1 << (place % 64);
    }
}
