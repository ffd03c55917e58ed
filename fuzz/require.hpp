#pragma once

// A property that must hold for any input; the fuzzer takes the trap for a find.

#include <cstdint>
#include <string_view>

namespace muster::fuzz {

inline void require(bool holds) {
    if (!holds) {
        __builtin_trap();
    }
}

/// An error without a sentence helps nobody.
template <class Result>
void require_value_or_sentence(const Result& result) {
    require(result.has_value() || !result.error().message.empty());
}

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    // libFuzzer hands out bytes; they are looked at as char, which may alias anything.
    return {reinterpret_cast<const char*>(data), size};
}

} // namespace muster::fuzz
