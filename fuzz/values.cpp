// Small values that people and machines write: times, dates, Base64, addresses of hosts and ranges of them. What is
// taken is written again as the same.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/zones.hpp"
#include "net/ip_range.hpp"
#include "net/mail.hpp"
#include "require.hpp"
#include "roster/fields.hpp"

using muster::fuzz::require;
using muster::fuzz::require_value_or_sentence;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = muster::fuzz::as_text(data, size);
    if (const auto instant = muster::parse_instant(text)) {
        const auto again = muster::parse_instant(muster::format_instant(*instant));
        require(again && *again == std::chrono::floor<std::chrono::seconds>(*instant));
    }
    if (const auto date = muster::parse_date(text)) {
        const auto again = muster::parse_date(muster::format_date(*date));
        require(again && *again == *date);
    }
    if (const auto time = muster::parse_time_of_day(text)) {
        require(time->count() >= 0 && time->count() < 24 * 60);
    }
    if (const auto bytes = muster::from_base64(text)) {
        const auto again = muster::from_base64(muster::base64(*bytes));
        require(again && *again == *bytes);
    }
    if (const auto url = muster::net::parse_mail_url(text)) {
        require((url->scheme == "smtp" || url->scheme == "smtps") && !url->host.empty() && url->port > 0);
    }
    if (const auto range = muster::net::IpRange::parse(text)) {
        require(!range->contains("nowhere") && !range->contains(""));
    }
    require_value_or_sentence(muster::roster::parse_yes_no(text));
    require_value_or_sentence(muster::roster::check_name(text));
    require(muster::is_valid_utf8(muster::fold(text)) && muster::is_valid_utf8(muster::fold_case(text)));
    for (const std::size_t limit : {0U, 1U, 25U}) {
        const auto kept = muster::cut(text, limit);
        require(text.starts_with(kept) && muster::code_points(kept) <= limit);
    }
    return 0;
}
