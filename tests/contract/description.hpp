#pragma once

// The description as an immutable tree: quick to look things up in, safe from any thread.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::contract {

struct Node {
    std::string text;                                 ///< of a scalar
    std::vector<Node> items;                          ///< of a list
    std::map<std::string, Node, std::less<>> members; ///< of a map

    /// Null if there is none.
    [[nodiscard]] const Node* find(std::string_view key) const;
    [[nodiscard]] const Node* find(std::string_view key, std::string_view below) const;
    [[nodiscard]] std::string text_of(std::string_view key) const;
    [[nodiscard]] bool says_true(std::string_view key) const { return text_of(key) == "true"; }
};

/// Throws std::runtime_error if it is no YAML.
[[nodiscard]] std::unique_ptr<Node> read_yaml(std::string_view yaml);

/// `node`, or what its `$ref` stands for. Throws std::runtime_error for a reference to nothing.
[[nodiscard]] const Node& resolved(const Node& root, const Node& node);

} // namespace muster::contract
