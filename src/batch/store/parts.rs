//! Means by part of the run as bytes and back.

use crate::stats::Part;

/// The bytes of one part.
const SIZE: usize = 32;

pub(super) fn to_bytes(parts: &[Part]) -> Vec<u8> {
    let one =
        |p: &Part| [p.trials.to_le_bytes(), p.met.to_le_bytes(), p.mean.to_le_bytes(), p.mean_shortfall.to_le_bytes()];
    parts.iter().flat_map(one).flatten().collect()
}

/// The parts, or nothing if these are not the bytes of whole parts.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<Vec<Part>> {
    let (parts, []) = bytes.as_chunks::<SIZE>() else { return None };
    Some(parts.iter().map(part).collect())
}

fn part(bytes: &[u8; SIZE]) -> Part {
    let (eights, _) = bytes.as_chunks::<8>();
    let number = |at: usize| f64::from_le_bytes(eights[at]);
    Part { trials: u64::from_le_bytes(eights[0]), met: number(1), mean: number(2), mean_shortfall: number(3) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_laid_out_as_documented() {
        let part = Part { trials: 258, met: 1.0, mean: -2.5, mean_shortfall: 0.0 };
        let bytes = to_bytes(&[part]);
        // 258 = 0x0102; 1.0 is 0x3FF0…, -2.5 is 0xC004… in IEEE 754.
        assert_eq!(bytes[..8], [2, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!((bytes[14], bytes[15], bytes[22], bytes[23]), (0xF0, 0x3F, 0x04, 0xC0));
        assert_eq!(bytes.len(), SIZE);
    }

    #[test]
    fn parts_come_back_and_halves_of_parts_do_not() {
        let parts: Vec<Part> = (0..64_u32)
            .map(|i| {
                let x = f64::from(i);
                Part { trials: u64::MAX - u64::from(i), met: x / 64.0, mean: 1e9 / (x + 1.0), mean_shortfall: x.sqrt() }
            })
            .collect();
        let bytes = to_bytes(&parts);
        assert_eq!(from_bytes(&bytes), Some(parts));
        assert_eq!(from_bytes(&bytes[1..]), None);
        assert_eq!(from_bytes(&[]), Some(Vec::new()));
    }
}
