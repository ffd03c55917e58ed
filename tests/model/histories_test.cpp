// Random histories of a database and its account against an independent model of R1 to R17.
//
// Fixed seeds in every run of the tests; as long as wanted with MUSTER_MODEL_MINUTES=60, from MUSTER_MODEL_SEED on.
// A history on which product and model disagree is made small and printed as a test.

#include <chrono>
#include <cstdlib>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/shrink.hpp"

namespace muster::model {
namespace {

constexpr std::size_t kActs = 60;
constexpr std::uint64_t kFirstSeed = 1;
constexpr std::uint64_t kSeeds = 60;

/// The same disagreement: the same rule is broken.
History made_small(const History& history, const Finding& finding) {
    History start = history;
    start.acts.resize(finding.act + 1); // what comes after has no part in it
    return shrink(start, [&](const History& smaller) {
        const auto found = play(smaller).finding;
        return found && found->rule() == finding.rule();
    });
}

Tally expect_agreement_of(std::uint64_t seed) {
    const History history = invent(seed, kActs);
    const auto [finding, tally] = play(history);
    if (!finding) {
        return tally;
    }
    const History small = made_small(history, *finding);
    const auto still = play(small).finding;
    ADD_FAILURE() << "seed " << seed << "\n"
                  << as_test(small, still.value_or(*finding), fmt::format("Seed{}", seed));
    return tally;
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(Histories, ProductAndModelAgree) {
    const std::uint64_t first = number_from("MUSTER_MODEL_SEED", kFirstSeed);
    const std::chrono::minutes minutes(number_from("MUSTER_MODEL_MINUTES", 0));
    const auto until = std::chrono::steady_clock::now() + minutes;
    std::uint64_t seed = first;
    Tally tally;
    do {
        tally += expect_agreement_of(seed++);
    } while (!HasFailure() &&
             (minutes.count() > 0 ? std::chrono::steady_clock::now() < until : seed < first + kSeeds));
    fmt::print(
        "{} histories, {} acts, {} runs: {} judged in every detail ({} of them quick), {} cut off, {} stopped by "
        "the guard, {} repeated, {} previewed; {} Contacts refused, {} held back, {} taken off\n",
        seed - first, tally.acts, tally.runs, tally.exact, tally.quick, tally.cut_off, tally.stopped,
        tally.repeated, tally.previewed, tally.refused, tally.held_back, tally.removed);
    for (const int count : {tally.exact, tally.quick, tally.cut_off, tally.stopped, tally.repeated, tally.previewed,
                            tally.refused, tally.held_back, tally.removed}) {
        EXPECT_GT(count, 0); // all of it was put to the test
    }
}

} // namespace
} // namespace muster::model
