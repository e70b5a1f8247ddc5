//! A letter tree over all words of a lexicon: one walk along a word finds the words and beginnings that match it.

/// Letters, digits, and everything else.
const SYMBOLS: usize = 37;
const OTHER: u8 = 36;

/// A letter without case and accent, as a branch of the tree; none if the character belongs to no word.
#[must_use]
pub fn fold(letter: char) -> Option<u8> {
    if letter.is_ascii() {
        return match letter {
            'a'..='z' => Some(letter as u8 - b'a'),
            'A'..='Z' => Some(letter as u8 - b'A'),
            '0'..='9' => Some(letter as u8 - b'0' + 26),
            _ => None,
        };
    }
    let plain = match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' => b'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => b'e',
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => b'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'Ó' | 'Ò' | 'Ô' | 'Ö' | 'Õ' => b'o',
        'ú' | 'ù' | 'û' | 'ü' | 'Ú' | 'Ù' | 'Û' | 'Ü' => b'u',
        'ñ' | 'Ñ' => b'n',
        'ç' | 'Ç' => b'c',
        _ if letter.is_alphanumeric() => return Some(OTHER),
        _ => return None,
    };
    Some(plain - b'a')
}

/// One word of a pattern, by its place in the lexicon's list.
pub type Atom = u32;

#[derive(Debug, Clone)]
struct Node {
    next: [u32; SYMBOLS],
    whole: Vec<Atom>,
    beginning: Vec<Atom>,
}

impl Default for Node {
    fn default() -> Self {
        Self { next: [0; SYMBOLS], whole: Vec::new(), beginning: Vec::new() }
    }
}

/// The tree.
#[derive(Debug, Clone)]
pub struct Trie {
    nodes: Vec<Node>,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl Trie {
    fn node(&mut self, word: &str) -> &mut Node {
        let mut at = 0;
        for symbol in word.chars().filter_map(fold) {
            let next = self.nodes[at].next[usize::from(symbol)];
            at = if next == 0 {
                self.nodes.push(Node::default());
                let new = self.nodes.len() - 1;
                self.nodes[at].next[usize::from(symbol)] = u32::try_from(new).unwrap_or(0);
                new
            } else {
                next as usize
            };
        }
        &mut self.nodes[at]
    }

    /// Adds a word that must match as a whole.
    pub fn add_whole(&mut self, word: &str, atom: Atom) {
        self.node(word).whole.push(atom);
    }

    /// Adds a beginning of words.
    pub fn add_beginning(&mut self, word: &str, atom: Atom) {
        self.node(word).beginning.push(atom);
    }

    /// Adds what a folded word matches to `found`.
    pub fn find(&self, word: &[u8], found: &mut Vec<Atom>) {
        let mut at = 0;
        for symbol in word {
            at = self.nodes[at].next[usize::from(*symbol)] as usize;
            if at == 0 {
                return;
            }
            found.extend_from_slice(&self.nodes[at].beginning);
        }
        found.extend_from_slice(&self.nodes[at].whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(trie: &Trie, word: &str) -> Vec<Atom> {
        let folded: Vec<u8> = word.chars().filter_map(fold).collect();
        let mut atoms = Vec::new();
        trie.find(&folded, &mut atoms);
        atoms
    }

    #[test]
    fn words_match_whole_and_by_their_beginning_without_case_and_accent() {
        let mut trie = Trie::default();
        trie.add_whole("produccion", 1);
        trie.add_beginning("produc", 2);
        assert_eq!(found(&trie, "Producción"), [2, 1]);
        assert_eq!(found(&trie, "producer"), [2]);
        assert_eq!(found(&trie, "prod"), Vec::<Atom>::new());
        assert_eq!(found(&trie, "продукт"), Vec::<Atom>::new());
    }
}
