#include "net/ip_range.hpp"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

struct Membership {
    const char* range;
    const char* address;
    bool inside;
};

class IpRangeContains : public testing::TestWithParam<Membership> {};

TEST_P(IpRangeContains, TheAddressesThatShareItsPrefix) {
    const auto range = IpRange::parse(GetParam().range);
    ASSERT_TRUE(range) << range.error().message;
    EXPECT_EQ(range->contains(GetParam().address), GetParam().inside)
        << GetParam().range << " and " << GetParam().address;
}

INSTANTIATE_TEST_SUITE_P(
    IpRange, IpRangeContains,
    testing::Values(Membership{"10.0.0.0/8", "10.0.0.0", true}, Membership{"10.0.0.0/8", "10.255.255.255", true},
                    Membership{"10.0.0.0/8", "11.0.0.0", false}, Membership{"10.0.0.0/8", "9.255.255.255", false},
                    Membership{"172.16.0.0/12", "172.31.255.255", true},
                    Membership{"172.16.0.0/12", "172.32.0.0", false},
                    Membership{"192.168.1.128/25", "192.168.1.128", true},
                    Membership{"192.168.1.128/25", "192.168.1.127", false},
                    Membership{"192.0.2.6/31", "192.0.2.7", true}, Membership{"192.0.2.6/31", "192.0.2.8", false},
                    Membership{"127.0.0.1", "127.0.0.1", true}, Membership{"127.0.0.1", "127.0.0.2", false},
                    Membership{"127.0.0.1/32", "127.0.0.1", true}, Membership{"0.0.0.0/0", "203.0.113.9", true},
                    Membership{"0.0.0.0/0", "::1", false}, Membership{"::/0", "2001:db8::1", true},
                    Membership{"::/0", "127.0.0.1", false}, Membership{"::1/128", "::1", true},
                    Membership{"::1/128", "0:0:0:0:0:0:0:1", true}, Membership{"::1", "::2", false},
                    Membership{"2001:db8::/32", "2001:DB8:ffff::1", true},
                    Membership{"2001:db8::/32", "2001:db9::1", false}, Membership{"fe80::/10", "febf::1", true},
                    Membership{"fe80::/10", "fec0::1", false},
                    // the address of an IPv4 client as a listener on IPv6 sees it
                    Membership{"10.0.0.0/8", "::ffff:10.1.2.3", true}, Membership{"::/0", "::ffff:10.1.2.3", false},
                    // no addresses
                    Membership{"0.0.0.0/0", "", false}, Membership{"0.0.0.0/0", "localhost", false},
                    Membership{"0.0.0.0/0", "10.0.0.1:80", false}, Membership{"0.0.0.0/0", "10.0.0.1/8", false},
                    Membership{"0.0.0.0/0", "010.0.0.1", false}, Membership{"0.0.0.0/0", " 10.0.0.1", false},
                    Membership{"::/0", "[::1]", false}, Membership{"::/0", "fe80::1%eth0", false}));

class NoIpRange : public testing::TestWithParam<const char*> {};

TEST_P(NoIpRange, IsRefused) {
    const auto range = IpRange::parse(GetParam());
    ASSERT_FALSE(range) << GetParam();
    EXPECT_EQ(range.error().code, Code::Invalid);
}

INSTANTIATE_TEST_SUITE_P(IpRange, NoIpRange,
                         testing::Values("", "/", "/8", "localhost", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
                                         "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8 ", "10.0.0.0/8/8", "10.0.0.0/8x",
                                         "10.0.0.0/99999999999", "10.0.0.1/8", "10.0.0/24", "10/8", "010.0.0.0/8",
                                         "0x0a000000/8", " 10.0.0.0/8", "10.0.0.0/255.0.0.0", "::1/129", "::1/64",
                                         "2001:db8::1/32", "[::1]", "::1%lo", "::ffff:10.0.0.1",
                                         "::ffff:10.0.0.0/104"));

TEST(IpRange, SaysWhatIsWrong) {
    EXPECT_EQ(IpRange::parse("proxy.example").error().message,
              "\"proxy.example\" is no IP address or range of addresses; write it like 10.0.0.0/8, 192.0.2.1 or "
              "2001:db8::/32.");
    EXPECT_EQ(IpRange::parse("10.0.0.1/8").error().message,
              "\"10.0.0.1/8\" has bits set behind its first 8; write the first address of the range, or a single "
              "address without \"/8\".");
    EXPECT_EQ(IpRange::parse("::ffff:10.0.0.1").error().message,
              "\"::ffff:10.0.0.1\" is an IPv4 address in the form of IPv6; write it as IPv4, like 10.0.0.0/8.");
}

TEST(IpRange, RefusesWhatGoesOnBehindAZeroByte) {
    EXPECT_FALSE(IpRange::parse(std::string_view("10.0.0.1\0.evil", 14)));
    EXPECT_FALSE(IpRange::parse("0.0.0.0/0")->contains(std::string_view("10.0.0.1\0", 9)));
}

} // namespace
} // namespace muster::net
