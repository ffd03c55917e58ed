#pragma once

// E-mail addresses as the key between Reps and Contacts (R1, R2).

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace muster {

/// A deliverable address.
struct EmailAddress {
    std::string address; ///< as typed, trimmed, the domain in ASCII (IDNA) form; what a new Contact gets
    std::string key;     ///< the whole address in lower case; equal keys are the same address

    bool operator==(const EmailAddress&) const = default;
};

/// Longest address a Contact takes, and longest that the bulk import takes (R2), in characters.
inline constexpr std::size_t kLongestAddress = 80;
inline constexpr std::size_t kLongestImportAddress = 50;

/// Why a text is no deliverable address: RFC 5321 mailbox, no quotes, no comments, no address literal, at most 80
/// characters. The reason is a phrase for a report: "it holds two addresses", "there is no @".
[[nodiscard]] tl::expected<EmailAddress, std::string> parse_email(std::string_view text);

/// The comparison key of an address that the service gave; never fails: trimmed, lower case, domain in ASCII form
/// where it has one.
[[nodiscard]] std::string email_key(std::string_view address);

} // namespace muster
