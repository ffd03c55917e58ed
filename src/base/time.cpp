#include "base/time.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster {

namespace {

constexpr std::size_t kLongestQuote = 60; // of a wrong value in a message, in characters

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads a text from left to right; every method takes what it names and says whether it was there.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool digits(std::size_t fewest, std::size_t most, int& number) {
        std::size_t count = 0;
        number = 0;
        while (count < most && count < rest_.size() && is_digit(rest_[count])) {
            number = number * 10 + (rest_[count++] - '0');
        }
        rest_.remove_prefix(count);
        return count >= fewest;
    }

    bool one_of(std::string_view characters, char* taken = nullptr) {
        if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) {
            return false;
        }
        if (taken != nullptr) {
            *taken = rest_.front();
        }
        rest_.remove_prefix(1);
        return true;
    }

    /// The digits of a fraction of a second; those beyond the microsecond are dropped.
    bool fraction(Microseconds& fraction) {
        std::int64_t unit = 100'000;
        const auto before = rest_.size();
        while (!rest_.empty() && is_digit(rest_.front())) {
            fraction += Microseconds((rest_.front() - '0') * unit);
            unit /= 10;
            rest_.remove_prefix(1);
        }
        return rest_.size() < before;
    }

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_; // of the caller's text, which outlives the scanner
};

bool scan_iso_date(Scanner& scanner, Date& date) {
    int year = 0;
    int month = 0;
    int day = 0;
    if (!scanner.digits(4, 4, year) || !scanner.one_of("-") || !scanner.digits(2, 2, month) ||
        !scanner.one_of("-") || !scanner.digits(2, 2, day)) {
        return false;
    }
    date = Date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                std::chrono::day(static_cast<unsigned>(day)));
    return true;
}

bool scan_american_date(Scanner& scanner, Date& date) {
    int year = 0;
    int month = 0;
    int day = 0;
    if (!scanner.digits(1, 2, month) || !scanner.one_of("/") || !scanner.digits(1, 2, day) ||
        !scanner.one_of("/") || !scanner.digits(4, 4, year)) {
        return false;
    }
    date = Date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                std::chrono::day(static_cast<unsigned>(day)));
    return true;
}

bool exists(Date date) { return date.ok() && date.year() >= std::chrono::year(1); }

bool scan_time_of_day(Scanner& scanner, Microseconds& since_midnight) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!scanner.digits(2, 2, hour) || !scanner.one_of(":") || !scanner.digits(2, 2, minute)) {
        return false;
    }
    if (scanner.one_of(":") && !scanner.digits(2, 2, second)) {
        return false;
    }
    Microseconds fraction{0};
    if (scanner.one_of(".,") && !scanner.fraction(fraction)) {
        return false;
    }
    since_midnight =
        std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) + fraction;
    return hour < 24 && minute < 60 && second < 60;
}

/// `Z`, `+hh:mm`, `+hhmm` or `+hh`.
bool scan_offset(Scanner& scanner, std::chrono::minutes& offset) {
    if (scanner.one_of("Zz")) {
        return true;
    }
    char sign = '+';
    int hours = 0;
    int minutes = 0;
    if (!scanner.one_of("+-", &sign) || !scanner.digits(2, 2, hours)) {
        return false;
    }
    if ((scanner.one_of(":") || !scanner.at_end()) && !scanner.digits(2, 2, minutes)) {
        return false;
    }
    offset = (std::chrono::hours(hours) + std::chrono::minutes(minutes)) * (sign == '-' ? -1 : 1);
    return hours < 24 && minutes < 60;
}

} // namespace

std::string format_instant(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
    return fmt::format("{}T{:02}:{:02}:{:02}Z", format_date(Date(day)), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

Result<Instant> parse_instant(std::string_view text) {
    const auto trimmed = trim(text);
    Scanner scanner(trimmed);
    Date date{};
    Microseconds since_midnight{0};
    std::chrono::minutes offset{0};
    if (!scan_iso_date(scanner, date) || !exists(date) || !scanner.one_of("Tt ") ||
        !scan_time_of_day(scanner, since_midnight) || !scan_offset(scanner, offset) || !scanner.at_end()) {
        return fail(Code::Invalid, fmt::format("\"{}\" is no moment in time; one looks like 2026-11-24T00:00:00Z.",
                                               cut(trimmed, kLongestQuote)));
    }
    return Instant(std::chrono::sys_days(date)) + since_midnight - offset;
}

std::int64_t to_micros(Instant instant) { return instant.time_since_epoch().count(); }

Instant from_micros(std::int64_t micros) { return Instant(Microseconds(micros)); }

Instant next_utc_midnight(Instant now) { return std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1); }

std::string format_date(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
}

Result<Date> parse_date(std::string_view text) {
    const auto trimmed = trim(text);
    Date date{};
    Scanner iso(trimmed);
    Scanner american(trimmed);
    const bool is_iso = scan_iso_date(iso, date) && iso.at_end();
    if (!is_iso && !(scan_american_date(american, date) && american.at_end())) {
        return fail(Code::Invalid,
                    fmt::format("\"{}\" is no date; write 2026-11-24 or 11/24/2026.", cut(trimmed, kLongestQuote)));
    }
    if (!exists(date)) {
        return fail(Code::Invalid,
                    fmt::format("\"{}\" is a day that does not exist; write 2026-11-24 or 11/24/2026.", trimmed));
    }
    return date;
}

} // namespace muster
