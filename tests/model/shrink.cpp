#include "model/shrink.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace muster::model {
namespace {

/// Takes runs of elements away, long ones first.
template <class Element>
bool take_away(History& history, std::vector<Element> History::* part, const Shows& shows) {
    bool is_smaller = false;
    for (std::size_t chunk = std::max<std::size_t>(1, (history.*part).size() / 2); chunk > 0; chunk /= 2) {
        for (std::size_t at = 0; at < (history.*part).size();) {
            History less = history;
            auto& elements = less.*part;
            const auto from = elements.begin() + static_cast<std::ptrdiff_t>(at);
            const auto count = std::min(chunk, elements.size() - at);
            elements.erase(from, from + static_cast<std::ptrdiff_t>(count));
            if (shows(less)) {
                history = std::move(less);
                is_smaller = true;
            } else {
                at += chunk;
            }
        }
    }
    return is_smaller;
}

/// What a number may become: nothing, without one of its bits, one less.
std::vector<unsigned> smaller_numbers(unsigned number) {
    std::vector<unsigned> smaller{0};
    for (unsigned bit = 1U << 31U; bit > 0; bit >>= 1U) {
        if ((number & bit) != 0) {
            smaller.push_back(number & ~bit);
        }
    }
    smaller.push_back(number - 1);
    return smaller;
}

bool make_smaller(History& history, std::size_t act, unsigned Act::* number, const Shows& shows) {
    for (const unsigned smaller : smaller_numbers(history.acts[act].*number)) {
        History less = history;
        less.acts[act].*number = smaller;
        if (shows(less)) {
            history = std::move(less);
            return true;
        }
    }
    return false;
}

void make_numbers_small(History& history, const Shows& shows) {
    for (std::size_t at = 0; at < history.acts.size(); ++at) {
        for (unsigned Act::* number : {&Act::a, &Act::b, &Act::c}) {
            while (history.acts[at].*number > 0 && make_smaller(history, at, number, shows)) {
            }
        }
    }
}

} // namespace

History shrink(History history, const Shows& shows) {
    while (take_away(history, &History::acts, shows) || take_away(history, &History::switches, shows)) {
    }
    make_numbers_small(history, shows);
    while (take_away(history, &History::acts, shows)) {
    }
    return history;
}

std::string as_test(const History& history, const Finding& finding, const std::string& name) {
    std::string text =
        fmt::format("// {}\nTEST(Regressions, {}) {{\n    expect_agreement({{", finding.complaint, name);
    text += ".switches = {";
    for (const std::string& one : history.switches) {
        text += fmt::format("{}\"{}\"", &one == history.switches.data() ? "" : ", ", one);
    }
    text += "},\n                      .acts = {\n";
    for (const Act& act : history.acts) {
        std::string words = describe(act);
        std::ranges::replace(words, '\n', ' ');
        text += fmt::format("                          {{Verb::{}, {}, {}, {}}}, // {}\n", name_of(act.verb), act.a,
                            act.b, act.c, words);
    }
    return text + "                      }});\n}\n";
}

} // namespace muster::model
