#include "exchange/sample_people.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "exchange/sample_names.hpp"

// One draw per expression throughout: C++ leaves the order within one open, and the sample must be the same
// everywhere.

namespace muster::exchange {
namespace {

constexpr std::size_t kAddressesRemembered = 500;
constexpr std::size_t kLongestLabel = 22; // of a domain; cut at a word
constexpr std::string_view kCourtesyTitles[] = {"Dr.", "Prof.", "Rev.", "Hon.", "Mx."};

/// The letters and digits of a company's name for its domain; "" if it has none.
std::string domain_label(std::string_view company) {
    std::string label;
    for (const char c : company) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (letter) {
            label += c;
        } else if (c >= 'A' && c <= 'Z') {
            label += static_cast<char>(c - 'A' + 'a');
        } else if (c == ' ' && !label.empty() && label.back() != '-') {
            label += '-';
        }
    }
    if (label.size() > kLongestLabel) {
        label.resize(std::min(label.rfind('-', kLongestLabel), kLongestLabel));
    }
    if (label.ends_with('-')) {
        label.pop_back();
    }
    return label;
}

} // namespace

std::vector<std::string> SampleMaker::some_of(std::span<const std::string_view> choices, std::size_t how_many) {
    std::vector<std::pair<std::string, std::string>> chosen;
    for (std::size_t i = 0; i < how_many; ++i) {
        // Often the smaller of two draws: some groups are large, some are small.
        std::uint64_t place = random_.below(choices.size());
        if (chance(600)) {
            place = std::min(place, random_.below(choices.size()));
        }
        chosen.emplace_back(name_key(choices[place]), choices[place]);
    }
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    std::vector<std::string> names;
    names.reserve(chosen.size());
    for (auto& [key, name] : chosen) {
        names.push_back(std::move(name));
    }
    return names;
}

std::string SampleMaker::company_name() {
    if (chance(12)) {
        return std::string(one_of(long_companies()));
    }
    if (chance(30)) {
        return std::string(one_of(odd_companies()));
    }
    const std::string_view place = one_of(company_places());
    std::string name = fmt::format("{} {}", place, one_of(company_trades()));
    if (chance(450)) {
        name = fmt::format("{} {}", one_of(name_pools().front().last).name, name);
    }
    if (chance(40)) {
        name = "The " + name;
    } else if (chance(200)) {
        name += chance(500) ? ", Inc." : " LLC";
    }
    return name;
}

std::string SampleMaker::domain_of(std::string_view company) {
    if (chance(5)) {
        return fmt::format("bäckerei-{}.example", ++domains_["bäckerei"]);
    }
    std::string label = domain_label(company);
    if (label.empty()) {
        label = "company";
    }
    const std::size_t used = domains_[label]++;
    return used == 0 ? label + ".example" : fmt::format("{}-{}.example", label, used + 1);
}

roster::PostalAddress SampleMaker::address() {
    roster::PostalAddress address;
    const City& city = chance(15) ? one_of(foreign_cities()) : one_of(home_cities());
    const std::uint64_t house = 1 + random_.below(2400);
    address.street = fmt::format("{} {}", house, one_of(streets()));
    if (chance(150)) {
        address.street2 = fmt::format("Suite {}", 100 + random_.below(400));
    } else if (chance(10)) {
        address.street2 = "Attention: Office of the Assistant to the Executive Director";
    }
    address.city = city.city;
    address.state = city.state;
    address.postal_code = city.postal_code;
    address.country = city.country;
    return address;
}

std::string SampleMaker::phone() {
    const std::uint64_t line = 100 + random_.below(100); // 555-0100 to 555-0199 belong to nobody
    if (chance(3)) {
        return fmt::format("+1 605 555 0{}", line);
    }
    if (chance(3)) {
        return fmt::format("+44 20 7946 0{}", line);
    }
    if (chance(3)) {
        return fmt::format("+49 30 23125 {}", line);
    }
    if (chance(5)) {
        return fmt::format("605-555-0{} extension {}", line, 10000 + random_.below(9000));
    }
    switch (random_.below(3)) {
    case 0:
        return fmt::format("605-555-0{}", line);
    case 1:
        return fmt::format("605.555.0{}", line);
    default:
        return fmt::format("(605) 555-0{}", line);
    }
}

Date SampleMaker::date(int first_year, int last_year) {
    const auto years = static_cast<std::uint64_t>(last_year) - static_cast<std::uint64_t>(first_year) + 1;
    const std::chrono::year year(first_year + static_cast<int>(random_.below(years)));
    const std::chrono::month month(1 + static_cast<unsigned>(random_.below(12)));
    return year / month / std::chrono::day(1 + static_cast<unsigned>(random_.below(28)));
}

roster::Member SampleMaker::make_member(std::size_t number) {
    roster::Member member;
    member.member_id = fmt::format("M{}", number);
    member.company = company_name();
    if (member.company.starts_with("The ")) {
        member.file_by = member.company.substr(4) + ", The";
    }
    const std::uint64_t share = random_.below(1000);
    member.status = share < 780 ? "ACT" : share < 820 ? "COU" : share < 920 ? "DRP" : share < 950 ? "NON" : "PRO";
    member.type = chance(950) ? std::string(one_of(member_types())) : std::string();
    member.attributes = some_of(member_attributes(), chance(300) ? 1 + random_.below(2) : 0);
    member.address = address();
    member.phone = chance(950) ? phone() : std::string();
    domain_ = domain_of(member.company);
    locals_.clear();
    member.website = chance(800) ? fmt::format("https://www.{}/", domain_) : std::string();
    if (member.status != "NON" && member.status != "PRO") {
        member.joined = date(1978, 2025);
    }
    if (member.status == "DRP") {
        member.dropped = date(std::max(2005, static_cast<int>(member.joined->year()) + 1), 2026);
    }
    for (std::string& address : of_this_member_) {
        if (of_others_.size() < kAddressesRemembered) {
            of_others_.push_back(std::move(address));
        } else {
            of_others_[oldest_of_others_++ % kAddressesRemembered] = std::move(address);
        }
    }
    of_this_member_.clear();
    return member;
}

SampleMaker::Name SampleMaker::name() {
    auto share = static_cast<int>(random_.below(100));
    for (const NamePool& pool : name_pools()) {
        share -= pool.share;
        if (share < 0) {
            const Written& first = one_of(pool.first);
            const Written& last = one_of(pool.last);
            return Name{std::string(first.name), std::string(last.name), std::string(first.ascii),
                        std::string(last.ascii), pool.family_first};
        }
    }
    return {};
}

std::string SampleMaker::good_email(std::size_t number, const Name& name) {
    if (chance(300)) {
        const std::string_view provider = std::string_view("comorgnet").substr(3 * random_.below(3), 3);
        return fmt::format("{}.{}{}@example.{}", name.first_ascii, name.last_ascii, number, provider);
    }
    std::string local = chance(12) ? fmt::format("{}.{}.member-services-desk", name.first_ascii, name.last_ascii)
                                   : fmt::format("{}.{}", name.first_ascii, name.last_ascii);
    if (!locals_.insert(local).second) {
        local += std::to_string(number);
    }
    return fmt::format("{}@{}", local, domain_);
}

std::string SampleMaker::bad_email(const Name& name) {
    switch (random_.below(9)) {
    case 0:
        return fmt::format("{}.example.com", name.last_ascii);
    case 1:
        return fmt::format("{}@example.com; {}@example.org", name.first_ascii, name.last_ascii);
    case 2:
        return name.first_ascii + "@";
    case 3:
        return fmt::format("{} {}@example.org", name.first_ascii, name.last_ascii);
    case 4:
        return name.first_ascii + "@example..com";
    case 5:
        return "n/a";
    case 6:
        return fmt::format("\"{}\"@example.net", name.first_ascii);
    case 7:
        return name.first_ascii + "@[192.0.2.1]";
    default:
        return fmt::format(
            "{}.{}@the-domain-of-a-company-with-a-name-that-is-far-too-long-for-an-address.example.com",
            name.first_ascii, name.last_ascii);
    }
}

std::string SampleMaker::email(std::size_t number, const Name& name) {
    const std::uint64_t share = random_.below(1000);
    if (share < 50) {
        return {};
    }
    if (share < 60) {
        return bad_email(name);
    }
    std::string address;
    if (share < 125 && !of_others_.empty()) {
        address = of_others_[random_.below(of_others_.size())];
    } else {
        address = good_email(number, name);
        of_this_member_.push_back(address);
    }
    if (chance(40)) {
        std::transform(address.begin(), address.end(), address.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    }
    return chance(5) ? " " + address + " " : address;
}

std::string SampleMaker::password() {
    constexpr std::string_view kSigns = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%*+-=?@,;\"'";
    std::string password;
    for (std::size_t length = 10 + random_.below(6); password.size() < length;) {
        password += kSigns[random_.below(kSigns.size())];
    }
    return chance(20) ? password + "ß€" : password;
}

roster::Rep SampleMaker::make_rep(std::size_t number, bool is_first) {
    roster::Rep rep;
    const Name who = name();
    rep.rep_id = fmt::format("R{}", number);
    rep.first_name = chance(990) ? who.first : std::string();
    rep.last_name = chance(995) ? who.last : std::string();
    rep.middle_name =
        chance(120) ? std::string(1, static_cast<char>('A' + random_.below(26))) + "." : std::string();
    rep.courtesy_title =
        chance(120) ? one_of(std::span<const std::string_view>(kCourtesyTitles)) : std::string_view();
    rep.suffix = chance(25) ? (chance(500) ? "Jr." : "CPA") : "";
    rep.salutation = who.family_first || !chance(700) ? "" : who.first;
    rep.job_title = chance(20)    ? one_of(long_job_titles())
                    : chance(900) ? one_of(job_titles())
                                  : std::string_view();
    rep.email = email(number, who);
    rep.phone = chance(550) ? phone() : std::string();
    rep.mobile = chance(450) ? phone() : std::string();
    rep.fax = chance(80) ? phone() : std::string();
    if (chance(120)) {
        rep.address = address();
    }
    if (chance(700)) {
        rep.username = fmt::format("{}{}{}", who.first_ascii.front(), who.last_ascii, number);
        rep.password = password();
    }
    rep.billing_rep = is_first;
    rep.groups = some_of(group_names(), chance(450) ? 1 + random_.below(3) : 0);
    rep.attributes = some_of(rep_attributes(), chance(200) ? 1 + random_.below(2) : 0);
    return rep;
}

} // namespace muster::exchange
