#pragma once

// Values as compact bytes, for what is sealed: a row of a million is opened at every run. Internal to this folder.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace muster::store {

/// Puts values one after the other; an Unpacker takes them in the same order.
class Packer {
  public:
    Packer& put(std::int64_t number);
    Packer& put(bool flag) { return put(std::int64_t{flag}); }
    Packer& put(std::string_view text);
    Packer& put(const std::string& text) { return put(std::string_view(text)); }
    Packer& put(Instant instant) { return put(to_micros(instant)); }
    template <class T>
    Packer& put(const std::optional<T>& optional) {
        put(optional.has_value());
        return optional ? put(*optional) : *this;
    }
    template <class T, class PutOne>
    Packer& put_all(const std::vector<T>& values, PutOne put_one) {
        put(static_cast<std::int64_t>(values.size()));
        for (const auto& value : values) {
            put_one(value);
        }
        return *this;
    }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

/// Throws db::StoreLost where the bytes are not what a Packer made. The bytes outlive it.
class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] std::int64_t number();
    [[nodiscard]] bool flag() { return number() != 0; }
    [[nodiscard]] std::string text();
    [[nodiscard]] Instant instant() { return from_micros(number()); }
    [[nodiscard]] std::optional<std::int64_t> optional_number() {
        return flag() ? std::optional(number()) : std::nullopt;
    }
    [[nodiscard]] std::optional<Instant> optional_instant() {
        return flag() ? std::optional(instant()) : std::nullopt;
    }
    template <class T, class TakeOne>
    void take_all(std::vector<T>& values, TakeOne take_one) {
        const auto count = static_cast<std::size_t>(number());
        check(count <= rest_.size()); // each value takes a byte at least
        values.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            values.push_back(take_one());
        }
    }

  private:
    static void check(bool is_sound);
    std::string_view rest_;
};

} // namespace muster::store
