#pragma once

// Values as compact bytes: for what is sealed, and for what is held a million times.

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace muster {

/// A byte of a number from this on: more bytes follow.
inline constexpr std::uint64_t kMoreFollow = 0x80;

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
    Packer& append(std::string_view packed) { ///< as it is
        bytes_ += packed;
        return *this;
    }

  private:
    std::string bytes_;
};

/// The bytes are not what a Packer made.
class Damaged : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws Damaged. The bytes outlive it, and what `view` gives.
class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] std::int64_t number() {
        if (!rest_.empty() && static_cast<unsigned char>(rest_.front()) < kMoreFollow) { // as nearly always
            const std::int64_t small = rest_.front();
            rest_.remove_prefix(1);
            return small;
        }
        return long_number();
    }
    [[nodiscard]] bool flag() { return number() != 0; }
    [[nodiscard]] std::string_view view() { ///< a text, without a copy of it
        const auto size = static_cast<std::size_t>(number());
        check(size <= rest_.size());
        const std::string_view text = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return text;
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    [[nodiscard]] std::string text() { return std::string(view()); }
    void text(std::string& into) { into.assign(view()); }
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
    /// The same into values whose memory is used again.
    template <class T, class TakeInto>
    void take_all_into(std::vector<T>& values, TakeInto take_into) {
        const auto count = static_cast<std::size_t>(number());
        check(count <= rest_.size());
        values.resize(count);
        for (T& value : values) {
            take_into(value);
        }
    }

  private:
    static void check(bool is_sound) {
        if (!is_sound) {
            fail_damaged();
        }
    }
    [[noreturn]] static void fail_damaged();
    [[nodiscard]] std::int64_t long_number();
    std::string_view rest_;
};

} // namespace muster
