#include "base/email.hpp"

#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <idn2.h>

#include "base/text.hpp"

namespace muster {

namespace {

constexpr std::size_t kLongestLocalPart = 64; // RFC 5321, 4.5.3.1.1
constexpr std::size_t kLongestLabel = 63;     // RFC 1035, 2.3.4
constexpr std::size_t kLongestTyped = 320;    // more characters than that are not looked at
constexpr std::string_view kBetweenAddresses = " \t\r\n,;/|&<>()\"'";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool is_printable(char c) { return c > ' ' && c < 0x7F; }

/// `atext` of RFC 5322: what a local part without quotes is made of, besides dots.
bool is_atom_character(char c) {
    return is_letter(c) || is_digit(c) ||
           (is_printable(c) && std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos);
}

std::size_t count_of(std::string_view text, char wanted) {
    std::size_t count = 0;
    for (const char c : text) {
        count += c == wanted ? 1U : 0U;
    }
    return count;
}

/// How many pieces look like addresses when the text is taken apart at whatever people put between two.
std::size_t addresses_in(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        const auto end = text.find_first_of(kBetweenAddresses);
        const auto piece = text.substr(0, end);
        const auto at = piece.find('@');
        count += at != std::string_view::npos && at > 0 && at + 1 < piece.size() ? 1U : 0U;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return count;
}

/// How a character is shown in a reason.
std::string shown(char c) {
    if (c == ' ') {
        return "a blank";
    }
    if (c == '\n' || c == '\r') {
        return "a line break";
    }
    return is_printable(c) ? fmt::format("\"{}\"", c) : "a control character";
}

using Reason = std::optional<std::string>; // nothing: all is well

Reason wrong_with_whole(std::string_view text) {
    if (text.empty()) {
        return "it is empty";
    }
    if (!is_valid_utf8(text)) {
        return "it is no text in UTF-8";
    }
    if (const auto length = code_points(text); length > kLongestTyped) {
        return fmt::format("it has {} characters, and {} is the most", length, kLongestAddress);
    }
    const auto ats = count_of(text, '@');
    if (ats == 0) {
        return "there is no @";
    }
    if (const auto addresses = ats > 1 ? addresses_in(text) : ats; addresses > 1) {
        return addresses == 2 ? std::string("it holds two addresses")
                              : fmt::format("it holds {} addresses", addresses);
    }
    if (text.find_first_of("()") != std::string_view::npos) {
        return "it holds a comment in parentheses";
    }
    if (text.find_first_of("<>") != std::string_view::npos) {
        return "it holds more than an address: there are angle brackets";
    }
    if (text.find('"') != std::string_view::npos) {
        return "the part before the @ is in quotes";
    }
    if (ats > 1) {
        return "there is more than one @";
    }
    return std::nullopt;
}

Reason wrong_with_local_part(std::string_view local) {
    if (local.empty()) {
        return "there is nothing before the @";
    }
    for (const char c : local) {
        if (!is_ascii(c)) {
            return "the part before the @ holds a letter or sign outside of ASCII";
        }
        if (c != '.' && !is_atom_character(c)) {
            return fmt::format("the part before the @ holds {}", shown(c));
        }
    }
    if (local.front() == '.' || local.back() == '.') {
        return "the part before the @ begins or ends with a full stop";
    }
    if (local.find("..") != std::string_view::npos) {
        return "there are two full stops side by side";
    }
    if (local.size() > kLongestLocalPart) {
        return fmt::format("the part before the @ has {} characters, and {} is the most", local.size(),
                           kLongestLocalPart);
    }
    return std::nullopt;
}

/// The domain in its ASCII form by IDNA2008 with the mapping of UTS 46 (upper case, width, dots); nothing if it has
/// none.
std::optional<std::string> ascii_domain(std::string_view domain) {
    if (domain.find('\0') != std::string_view::npos) {
        return std::nullopt; // libidn2 reads up to a zero
    }
    const std::string terminated(domain);
    std::uint8_t* out = nullptr;
    const int code = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(terminated.c_str()), &out,
                                    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL | IDN2_ALABEL_ROUNDTRIP);
    const std::unique_ptr<std::uint8_t, void (*)(void*)> owner(out, idn2_free);
    if (code != IDN2_OK || out == nullptr) {
        return std::nullopt;
    }
    auto ascii = ascii_lower(reinterpret_cast<const char*>(out));
    for (const char c : ascii) {
        if (!is_printable(c) || c == '@') {
            return std::nullopt; // the mapping makes blanks and signs of their wide forms
        }
    }
    return ascii;
}

bool is_all_ascii(std::string_view text) {
    for (const char c : text) {
        if (!is_ascii(c)) {
            return false;
        }
    }
    return true;
}

/// `label` is not empty.
Reason wrong_with_label(std::string_view label) {
    for (const char c : label) {
        if (!is_letter(c) && !is_digit(c) && c != '-') {
            return fmt::format("the domain holds {}", shown(c));
        }
    }
    if (label.front() == '-' || label.back() == '-') {
        return "a part of the domain begins or ends with a hyphen";
    }
    if (label.size() > kLongestLabel) {
        return fmt::format("a part of the domain has {} characters, and {} is the most", label.size(),
                           kLongestLabel);
    }
    if (ascii_lower(label.substr(0, 4)) == "xn--" && !ascii_domain(label)) {
        return fmt::format("\"{}\" is no international domain", label);
    }
    return std::nullopt;
}

/// `domain` is ASCII.
Reason wrong_with_domain(std::string_view domain) {
    if (domain.empty()) {
        return "there is nothing after the @";
    }
    if (domain.front() == '[') {
        return "the domain is a numeric address in brackets";
    }
    if (domain.front() == '.' || domain.back() == '.') {
        return "the domain begins or ends with a full stop";
    }
    if (domain.find("..") != std::string_view::npos) {
        return "there are two full stops side by side";
    }
    std::string_view last;
    std::size_t labels = 0;
    for (auto rest = domain;; ++labels) {
        const auto dot = rest.find('.');
        last = rest.substr(0, dot);
        if (auto reason = wrong_with_label(last)) {
            return reason;
        }
        if (dot == std::string_view::npos) {
            break;
        }
        rest.remove_prefix(dot + 1);
    }
    if (labels == 0) {
        return "the domain has no full stop";
    }
    if (last.find_first_not_of("0123456789") == std::string_view::npos) {
        return "the domain ends in a number";
    }
    return std::nullopt;
}

} // namespace

tl::expected<EmailAddress, std::string> parse_email(std::string_view text) {
    const auto typed = trim(text);
    if (auto reason = wrong_with_whole(typed)) {
        return tl::unexpected(std::move(*reason));
    }
    const auto at = typed.find('@');
    const auto local = typed.substr(0, at);
    if (auto reason = wrong_with_local_part(local)) {
        return tl::unexpected(std::move(*reason));
    }
    std::string domain(typed.substr(at + 1));
    if (!is_all_ascii(domain)) {
        auto ascii = ascii_domain(domain);
        if (!ascii) {
            return tl::unexpected(fmt::format("\"{}\" is no domain", domain));
        }
        domain = std::move(*ascii);
    }
    if (auto reason = wrong_with_domain(domain)) {
        return tl::unexpected(std::move(*reason));
    }
    EmailAddress address{std::string(local) + '@' + domain, {}};
    if (const auto length = address.address.size(); length > kLongestAddress) {
        const auto* context = is_all_ascii(typed) ? "" : "with its domain in ASCII form ";
        return tl::unexpected(
            fmt::format("{}it has {} characters, and {} is the most", context, length, kLongestAddress));
    }
    address.key = ascii_lower(address.address);
    return address;
}

std::string email_key(std::string_view address) {
    if (!is_valid_utf8(address)) {
        return email_key(fold_case(address)); // which makes it valid
    }
    const auto trimmed = trim(address);
    if (is_all_ascii(trimmed)) {
        return ascii_lower(trimmed);
    }
    const auto at = trimmed.rfind('@');
    if (at == std::string_view::npos) {
        return fold_case(trimmed);
    }
    const auto domain = trimmed.substr(at + 1);
    auto ascii = ascii_domain(domain);
    if (!ascii) {
        const auto folded = fold_case(domain);
        ascii = ascii_domain(folded).value_or(folded);
    }
    return fold_case(trimmed.substr(0, at)) + '@' + *ascii;
}

} // namespace muster
