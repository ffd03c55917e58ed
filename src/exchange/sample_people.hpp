#pragma once

// Makes the invented Members and Reps one by one. For sample.cpp only.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/random.hpp"
#include "roster/records.hpp"

namespace muster::exchange {

class SampleMaker {
  public:
    explicit SampleMaker(std::uint64_t seed) : random_(seed) {}

    /// The Member with the given number, from 1. The next Reps are of this one.
    [[nodiscard]] roster::Member make_member(std::size_t number);
    [[nodiscard]] roster::Rep make_rep(std::size_t number, bool is_first);
    [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return random_.below(limit); }

  private:
    struct Name {
        std::string first;
        std::string last;
        std::string first_ascii;
        std::string last_ascii;
        bool family_first = false;
    };
    [[nodiscard]] bool chance(std::uint64_t per_thousand) { return random_.below(1000) < per_thousand; }
    template <class T>
    [[nodiscard]] const T& one_of(std::span<const T> choices) {
        return choices[random_.below(choices.size())];
    }
    [[nodiscard]] std::vector<std::string> some_of(std::span<const std::string_view> choices, std::size_t how_many);
    [[nodiscard]] std::string company_name();
    [[nodiscard]] std::string domain_of(std::string_view company);
    [[nodiscard]] roster::PostalAddress address();
    [[nodiscard]] std::string phone();
    [[nodiscard]] Date date(int first_year, int last_year);
    [[nodiscard]] Name name();
    [[nodiscard]] std::string email(std::size_t number, const Name& name);
    [[nodiscard]] std::string good_email(std::size_t number, const Name& name);
    [[nodiscard]] std::string bad_email(const Name& name);
    [[nodiscard]] std::string password();

    SeededRandom random_;
    std::string domain_; // of the Member made last
    std::unordered_map<std::string, std::size_t> domains_;
    std::unordered_set<std::string> locals_; // parts before the @ in domain_
    std::vector<std::string> of_this_member_;
    std::vector<std::string> of_others_; // the latest addresses, for Reps who stand for two Members
    std::size_t oldest_of_others_ = 0;
};

} // namespace muster::exchange
