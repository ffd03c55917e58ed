#pragma once

// Counting guesses at a password. A guess is booked as a failure before it is looked at, so that many at once
// cannot slip by, and taken back when it was right.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "staff/staff_book.hpp"
#include "staff/throttle.hpp"

namespace muster::staff {

/// Whose failures are counted together.
struct Subject {
    std::string key;
    ThrottleLimits limits;
};

struct BookedGuess {
    std::string key;
    Attempts before, booked;
};

/// One for each subject. Code::Busy with how long to wait while one of them has to; then nothing is booked.
[[nodiscard]] Result<std::vector<BookedGuess>> book_guess(StaffBook& book, const std::vector<Subject>& subjects,
                                                          Instant now);
/// As if it had not been made; what others booked meanwhile stays.
void take_back(StaffBook& book, const BookedGuess& guess);

} // namespace muster::staff
