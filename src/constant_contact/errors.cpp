#include "constant_contact/errors.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace muster::constant_contact {

namespace {

constexpr std::size_t kErrorBodyLimit = 1024 * 1024;
constexpr std::size_t kErrorsRead = 20;
constexpr std::size_t kWordsLimit = 300; ///< of the service's own words, in code points

struct ServiceWords {
    std::vector<std::string> keys;
    std::vector<std::string> messages;
};

std::string member_text(const json::Reader& object, std::string_view name) {
    const json::Reader member = object[name];
    return member.is_string() ? member.text_or("") : std::string();
}

void read_one(const json::Reader& object, ServiceWords& words) {
    if (words.keys.size() >= kErrorsRead || words.messages.size() >= kErrorsRead) {
        return;
    }
    constexpr std::pair<std::string_view, std::string_view> kShapes[] = {{"error_key", "error_message"},
                                                                         {"error", "error_description"},
                                                                         {"errorCode", "errorSummary"},
                                                                         {"", "message"}};
    for (const auto& [key_name, message_name] : kShapes) {
        std::string key = key_name.empty() ? std::string() : member_text(object, key_name);
        std::string message = member_text(object, message_name);
        if (key.empty() && message.empty()) {
            continue;
        }
        if (!key.empty()) {
            words.keys.push_back(std::move(key));
        }
        if (!message.empty()) {
            words.messages.push_back(std::move(message));
        }
        return;
    }
}

ServiceWords read_words(std::string_view body) {
    ServiceWords words;
    const auto document = json::Document::parse(body, kErrorBodyLimit);
    if (!document) {
        return words;
    }
    json::Problems ignored;
    const json::Reader root(*document, ignored);
    if (root.is_array()) {
        root.each([&](const json::Reader& element) {
            if (element.is_string()) {
                words.messages.push_back(element.text_or(""));
            } else {
                read_one(element, words);
            }
        });
    } else if (root.is_object()) {
        read_one(root, words);
    }
    return words;
}

/// One line, no control characters, not too long: it ends up in reports and terminals.
std::string tidy(std::string_view text) {
    std::string clean;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        clean += byte < 0x20 || byte == 0x7f ? ' ' : character;
    }
    if (!is_valid_utf8(clean)) {
        return {};
    }
    const std::string_view trimmed = trim(clean);
    const std::string_view shortened = cut(trimmed, kWordsLimit);
    return shortened.size() < trimmed.size() ? std::string(shortened) + "…" : std::string(shortened);
}

bool has_key(const std::vector<std::string>& keys, std::string_view wanted) {
    return std::find(keys.begin(), keys.end(), wanted) != keys.end();
}

Failure failure_of(int status, const std::vector<std::string>& keys, std::string_view call) {
    if (has_key(keys, "invalid_grant")) {
        return Failure::NotConnected;
    }
    // Only `invalid_grant` is final for a grant (contract, 2.5). At the authorization server a refusal that names
    // its reason will not pass as it is; everything else may be better in a minute.
    if (call == "POST /token" || call == "POST /device/authorize") {
        const bool is_refusal = status < 500 && status != 408 && status != 429 && !keys.empty();
        return is_refusal ? Failure::Refused : Failure::Unavailable;
    }
    switch (status) {
    case 401:
        return Failure::NotConnected;
    case 403:
        return Failure::NotAllowed;
    case 404:
        return Failure::NotFound;
    case 408:
        return Failure::Unavailable;
    case 409:
        return Failure::Conflict;
    case 429:
        if (has_key(keys, "quota_exceeded")) {
            return Failure::QuotaExhausted;
        }
        // The third kind has no known body; it exists on activity POSTs only (contract, section 3).
        return !has_key(keys, "throttled") && call.starts_with("POST /activities") ? Failure::QueueFull
                                                                                   : Failure::Unavailable;
    default:
        return status >= 500 ? Failure::Unavailable : Failure::Refused;
    }
}

std::string_view meaning(Failure failure, int status) {
    switch (failure) {
    case Failure::NotAllowed:
        return " The application may have been switched off, or the person who connected lacks a privilege in "
               "Constant "
               "Contact (contacts and lists, read and write) or did not grant it; connect again as an account "
               "owner.";
    case Failure::NotConnected:
        return " Connect the database to Constant Contact again.";
    case Failure::QuotaExhausted:
        return " The day's quota of calls is used up; run again after 00:00 UTC.";
    case Failure::QueueFull:
        return " Too many bulk activities are queued in the account; try again in some minutes.";
    case Failure::Unavailable:
        return status == 429 ? " Too many calls came at once; try again in a minute." : " Try again later.";
    default:
        return "";
    }
}

/// `said`: by the service, "" if nothing.
std::string what_happened(const ApiError& error, std::string_view call, const std::string& said) {
    if (has_key(error.keys, "invalid_grant")) { // people read this one, and it is not about a call of theirs
        const std::string_view words = std::string_view(said).substr(0, said.find_last_not_of('.') + 1);
        return fmt::format("Constant Contact does not accept the permission any more (\"{}\").", words);
    }
    return said.empty()
               ? fmt::format("{}: Constant Contact answered with status {} and no reason.", call, error.status)
               : fmt::format("{}: Constant Contact answered with status {}: \"{}\".", call, error.status, said);
}

bool is_uuid_at(std::string_view text, std::size_t start) {
    for (std::size_t i = 0; i < 36; ++i) {
        const auto character = static_cast<unsigned char>(text[start + i]);
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? character != '-' : std::isxdigit(character) == 0) {
            return false;
        }
    }
    return true;
}

std::optional<std::string> find_uuid(std::string_view text) {
    for (std::size_t start = 0; start + 36 <= text.size(); ++start) {
        if (is_uuid_at(text, start)) {
            return ascii_lower(text.substr(start, 36));
        }
    }
    return std::nullopt;
}

} // namespace

ApiError read_error(int status, std::string_view body, std::string_view call) {
    ServiceWords words = read_words(body);
    ApiError error;
    error.status = status;
    error.failure = failure_of(status, words.keys, call);
    std::string said = tidy(join(words.messages, "; "));
    if (said.empty()) {
        said = tidy(join(words.keys, ", "));
    }
    if (error.failure == Failure::Conflict) {
        error.conflicting_id = find_uuid(body.substr(0, kErrorBodyLimit));
    }
    error.keys = std::move(words.keys);
    error.message = what_happened(error, call, said);
    error.message += meaning(error.failure, status);
    return error;
}

} // namespace muster::constant_contact
