//! IP addresses and the CIDR blocks that they may lie in.
//!
//! A bare address is a block of one. The two families never match each other.
//! IAM User Guide, *IP address condition operators* (reference_policies_elements_condition_operators.html).

use std::net::IpAddr;

use ipnet::IpNet;

/// A CIDR block as a policy writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AddressRange(IpNet);

impl AddressRange {
    /// The block that `text` spells: `203.0.113.0/24`, `2001:db8::/32`, or a bare address.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text.parse() {
            Ok(block) => Some(Self(block)),
            Err(_) => read_address(text).map(|address| Self(IpNet::from(address))),
        }
    }

    /// Whether the block holds the address.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }

    /// Whether address and block are of one family.
    pub(crate) fn is_family_of(&self, address: IpAddr) -> bool {
        self.0.addr().is_ipv4() == address.is_ipv4()
    }

    /// Whether bits are set behind the prefix (`203.0.113.7/24`), which AWS does not speak of.
    pub(crate) fn has_host_bits(&self) -> bool {
        self.0.addr() != self.0.network()
    }
}

/// The address that `text` spells.
pub(crate) fn read_address(text: &str) -> Option<IpAddr> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_lies_in_its_blocks() {
        for (block, address, inside) in [
            ("203.0.113.0/24", "203.0.113.7", true),
            ("203.0.113.0/24", "203.0.114.7", false),
            ("203.0.113.7", "203.0.113.7", true),
            ("203.0.113.7", "203.0.113.8", false),
            ("203.0.113.7/32", "203.0.113.7", true),
            ("203.0.113.7/24", "203.0.113.99", true),
            ("0.0.0.0/0", "203.0.113.7", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("::/0", "203.0.113.7", false),
            ("::/0", "::ffff:203.0.113.7", true),
            ("203.0.113.0/24", "::ffff:203.0.113.7", false),
            ("2001:DB8:1234:5678::/64", "2001:db8:1234:5678:9::1", true),
            ("2001:DB8:1234:5678::/64", "2001:db8:1234:5679::1", false),
            ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:DB8::1", true),
        ] {
            let (range, ip) = (AddressRange::read(block).unwrap(), read_address(address).unwrap());
            assert_eq!(range.contains(ip), inside, "{address} in {block}");
        }
    }

    #[test]
    fn nothing_else_is_a_block() {
        for text in [
            "",
            "203.0.113",
            "203.0.113.0/33",
            "203.0.113.0/",
            "2001:db8::/129",
            "203.0.113.*",
            "1.2.3.4/ 8",
            "01.2.3.4",
            "any",
        ] {
            assert_eq!(AddressRange::read(text), None, "{text}");
        }
    }

    #[test]
    fn host_bits_are_noticed() {
        for (text, expected) in [("203.0.113.7/24", true), ("203.0.113.0/24", false), ("203.0.113.7", false)]
        {
            assert_eq!(AddressRange::read(text).unwrap().has_host_bits(), expected, "{text}");
        }
    }
}
