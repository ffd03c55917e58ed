#pragma once

// Strict reading of request bodies: wrong types, unknown keys and values over their limit become the messages of a
// 400. Internal to this folder.

#include "base/json.hpp"
#include "sandbox/call.hpp"

namespace muster::sandbox {

/// Messages of a 400; each names its field.
class Errors {
  public:
    void add(std::string message) { messages_.push_back(std::move(message)); }
    [[nodiscard]] bool empty() const { return messages_.empty(); }
    [[nodiscard]] const std::vector<std::string>& messages() const { return messages_; }

  private:
    std::vector<std::string> messages_;
};

/// A parsed body with its reader. Not movable: the reader points into it.
class Body {
  public:
    /// Parses the call's body; `refusal()` then tells whether there is an answer already (415, 400).
    Body(Call& call, std::string_view area);
    Body(const Body&) = delete;
    Body& operator=(const Body&) = delete;

    [[nodiscard]] const std::optional<net::Response>& refusal() const { return refusal_; }
    [[nodiscard]] const json::Reader& root() const { return *root_; }
    Errors& errors() { return errors_; }
    /// The 400 for all that was found, wrong types included; nothing if all is well.
    [[nodiscard]] std::optional<net::Response> complaint();

  private:
    std::string area_;
    std::optional<json::Document> document_;
    json::Problems problems_;
    std::optional<json::Reader> root_;
    std::optional<net::Response> refusal_;
    Errors errors_;
};

/// Notes every member of `object` that is not in `known`.
void only(const json::Reader& object, std::initializer_list<std::string_view> known, Errors& errors);

/// The text `name` of `object`, "" if absent or null, trimmed and cut as the switches say; too long is an error
/// otherwise.
[[nodiscard]] std::string text_of(const json::Reader& object, std::string_view name, std::size_t most,
                                  const Switches& switches, Errors& errors);
/// The same for a text at hand.
[[nodiscard]] std::string fitted(std::string text, std::string_view name, std::size_t most,
                                 const Switches& switches, Errors& errors);
/// The ids of the array `name`; an error for more than `most`, for what is no UUID, and for an id twice.
[[nodiscard]] std::vector<std::string> ids_of(const json::Reader& object, std::string_view name, std::size_t most,
                                              Errors& errors);
[[nodiscard]] bool is_uuid(std::string_view text);

} // namespace muster::sandbox
