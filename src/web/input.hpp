#pragma once

// What a request brings, read strictly: every problem is noted with its place and a sentence, so that a form can
// show all of them at once. What nobody knows is a problem, too. Lengths are code points.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "web/problem.hpp"

namespace muster::web {

/// The members of one JSON object. Absent and null read alike, save for is_null.
class Fields {
  public:
    /// Notes a problem if `value` is no object, and for each member that is not `known`.
    Fields(json::Reader value, std::initializer_list<std::string_view> known);

    [[nodiscard]] json::Reader operator[](std::string_view name) const { return value_[name]; }
    [[nodiscard]] bool has(std::string_view name) const { return value_[name].present(); }
    [[nodiscard]] bool is_null(std::string_view name) const { return value_[name].raw() == "null"; }

    [[nodiscard]] std::optional<std::string> text(std::string_view name, std::size_t longest) const;
    [[nodiscard]] std::string required_text(std::string_view name, std::size_t longest) const;
    [[nodiscard]] std::optional<bool> yes_no(std::string_view name) const;
    [[nodiscard]] bool required_yes_no(std::string_view name) const;
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name, std::int64_t least,
                                                     std::int64_t most) const;
    [[nodiscard]] std::int64_t required_number(std::string_view name, std::int64_t least, std::int64_t most) const;
    /// One of `words`, by its place in them.
    [[nodiscard]] std::optional<std::size_t> choice(std::string_view name,
                                                    std::span<const std::string_view> words) const;
    [[nodiscard]] std::size_t required_choice(std::string_view name, std::span<const std::string_view> words) const;
    /// An array of at most `most` texts; empty if absent.
    [[nodiscard]] std::vector<std::string> texts(std::string_view name, std::size_t most,
                                                 std::size_t longest) const;
    /// An array of at most `most` ids; empty if absent.
    [[nodiscard]] std::vector<std::int64_t> numbers(std::string_view name, std::size_t most) const;
    /// The pairs of an object of texts; empty if absent.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs(std::string_view name,
                                                                         std::size_t longest) const;
    void require(std::string_view name) const; ///< notes a problem if absent

  private:
    json::Reader value_;
};

/// A text of at most `longest`, "" with a problem for anything else.
[[nodiscard]] std::string read_text(const json::Reader& value, std::size_t longest);
/// The pairs of an object of texts.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> read_pairs(const json::Reader& object,
                                                                          std::size_t longest);

/// A JSON body.
class Body {
  public:
    /// Malformed if it is no JSON.
    [[nodiscard]] static Checked<Body> parse(std::string_view text);

    [[nodiscard]] json::Reader root() const { return {state_->document, state_->problems}; }
    /// To be called when everything is read, before anything is done.
    [[nodiscard]] Checked<void> check() const;

  private:
    struct State {
        json::Document document;
        json::Problems problems;
    };
    explicit Body(std::unique_ptr<State> state) : state_(std::move(state)) {}
    std::unique_ptr<State> state_; // readers point into it
};

/// The parameters behind the question mark.
class Query {
  public:
    /// Notes a problem for a parameter that is not `known` and for one that is given twice.
    Query(std::string_view text, std::initializer_list<std::string_view> known);

    [[nodiscard]] std::optional<std::string> text(std::string_view name, std::size_t longest);
    [[nodiscard]] std::string required_text(std::string_view name, std::size_t longest);
    [[nodiscard]] std::optional<bool> yes_no(std::string_view name);
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name, std::int64_t least, std::int64_t most);
    [[nodiscard]] std::optional<std::size_t> choice(std::string_view name, std::span<const std::string_view> words);
    [[nodiscard]] Checked<void> check() const;

  private:
    [[nodiscard]] const std::string* find(std::string_view name) const;
    void complain(std::string_view name, std::string message);
    std::vector<std::pair<std::string, std::string>> pairs_;
    json::Problems problems_;
};

/// Invalid with these places, or nothing if there are none.
[[nodiscard]] Checked<void> check_problems(const json::Problems& problems);

} // namespace muster::web
