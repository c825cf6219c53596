"""Which network addresses are on the open Internet: nobody reaches our own network by an address they wrote."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Where clouds hand out the machine's own keys, outside the link-local networks: nobody's server.
METADATA = {ipaddress.ip_address(one) for one in ("100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")}
# IPv4 in another coat: what a translator between the two would connect to.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def may_connect(address: Address, *, is_named: bool = False) -> bool:
    """Whether the server may open a connection to the address; `is_named`: to a private one, too."""
    inner = _inner(address)
    if inner is not None:
        return may_connect(inner, is_named=is_named)
    if address in METADATA or address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return is_named or address.is_global


def _inner(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address is made of, if it is."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
