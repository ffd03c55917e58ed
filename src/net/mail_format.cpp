// A message as it travels: RFC 5322 with the encodings of MIME (RFC 2045, 2047).

#include <algorithm>
#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "net/mail.hpp"

namespace muster::net {
namespace {

constexpr std::size_t kLongestAddressLine = 254; // RFC 5321, 4.5.3.1.3
constexpr std::size_t kMostRecipients = 100;     // RFC 5321, 4.5.3.1.8
constexpr std::size_t kLongestPlainSubject = 60; // beyond it the subject is folded
constexpr std::size_t kBytesOfEncodedWord = 45;  // 60 characters of Base64, so that the word keeps to 75
constexpr std::size_t kLongestEncodedLine = 76;  // of quoted-printable
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

/// An address between "<" and ">" that ends neither itself nor the command it stands in.
bool is_bare_address(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.size() <= kLongestAddressLine &&
           std::ranges::all_of(text, [](char c) {
               return is_printable(c) && c != ' ' && c != '<' && c != '>' && c != ',' && c != '"' && c != '\\';
           });
}

Result<void> check(const Mail& mail) {
    if (!is_bare_address(mail.from)) {
        return fail(Code::Invalid, "The sender of the message is no plain e-mail address; nothing was sent.");
    }
    if (mail.to.empty() || mail.to.size() > kMostRecipients) {
        return fail(Code::Invalid, fmt::format("A message has 1 to {} recipients, and this one has {}.",
                                               kMostRecipients, mail.to.size()));
    }
    if (!std::ranges::all_of(mail.to, is_bare_address)) {
        return fail(Code::Invalid, "A recipient of the message is no plain e-mail address; nothing was sent.");
    }
    if (!is_bare_address(mail.message_id) || !is_header_value(mail.subject)) {
        return fail(Code::Invalid, "A header of the message would break its line; nothing was sent.");
    }
    return {};
}

/// "Mon, 23 Nov 2026 12:00:00 +0000".
std::string date_of(Instant instant) {
    const auto second = std::chrono::floor<std::chrono::seconds>(instant);
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", second);
}

/// As it is where that is safe, else as encoded words, one a line.
std::string encoded_subject(std::string_view subject) {
    const bool is_plain = subject.size() <= kLongestPlainSubject && std::ranges::all_of(subject, is_printable) &&
                          subject.find("=?") == std::string_view::npos;
    if (is_plain) {
        return std::string(subject);
    }
    std::string out;
    while (!subject.empty()) {
        std::size_t size = std::min(subject.size(), kBytesOfEncodedWord);
        const auto is_inside_character = [&] {
            return size < subject.size() && size > 1 &&
                   (static_cast<unsigned char>(subject[size]) & 0xC0U) == 0x80U;
        };
        while (is_inside_character()) {
            --size;
        }
        out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(subject.substr(0, size)) + "?=";
        subject.remove_prefix(size);
    }
    return out;
}

/// One line of text, without its end, in as many lines as it takes.
void encode_line(std::string_view line, std::string& out) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool is_last = i + 1 == line.size();
        const bool is_plain = (is_printable(c) && c != '=' && !(c == ' ' && is_last)) || (c == '\t' && !is_last);
        const std::size_t room = is_plain ? 1 : 3;
        if (width + room > kLongestEncodedLine - 1) { // the "=" that joins lines needs a place
            out += "=\r\n";
            width = 0;
        }
        if (is_plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'=', kHexDigits[byte >> 4U], kHexDigits[byte & 0x0FU]};
        }
        width += room;
    }
    out += "\r\n";
}

std::string encoded_text(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        encode_line(line, out);
    }
    return out;
}

} // namespace

Result<std::string> format_mail(const Mail& mail) {
    TRY(check(mail));
    std::string out;
    const auto header = [&](std::string_view name, std::string_view value) {
        out += fmt::format("{}: {}\r\n", name, value);
    };
    header("Date", date_of(mail.date));
    header("From", mail.from);
    header("To", join(mail.to, ",\r\n "));
    header("Subject", encoded_subject(mail.subject));
    header("Message-ID", '<' + mail.message_id + '>');
    header("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's absence note comes back
    header("MIME-Version", "1.0");
    header("Content-Type", "text/plain; charset=utf-8");
    header("Content-Transfer-Encoding", "quoted-printable");
    return out + "\r\n" + encoded_text(mail.text);
}

} // namespace muster::net
