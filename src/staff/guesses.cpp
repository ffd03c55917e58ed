#include "staff/guesses.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace muster::staff {

Result<std::vector<BookedGuess>> book_guess(StaffBook& book, const std::vector<Subject>& subjects, Instant now) {
    auto wait = Microseconds::zero();
    std::vector<BookedGuess> guesses;
    for (const auto& [key, limits] : subjects) {
        const auto before = book.attempts(key);
        wait = std::max(wait, wait_of(before, limits, now));
        guesses.push_back({key, before, after_failure(before, now)});
    }
    if (wait > Microseconds::zero()) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
        return fail(Code::Busy, fmt::format("Too many attempts failed. Try again in {} {}.", seconds,
                                            seconds == 1 ? "second" : "seconds"));
    }
    for (const auto& guess : guesses) {
        book.put_attempts(guess.key, guess.booked);
    }
    return guesses;
}

void take_back(StaffBook& book, const BookedGuess& guess) {
    if (book.attempts(guess.key) != guess.booked) {
        return;
    }
    if (guess.before.failures == 0) {
        book.remove_attempts(guess.key);
    } else {
        book.put_attempts(guess.key, guess.before);
    }
}

} // namespace muster::staff
