#include "contract/description.hpp"

#include <stdexcept>

#include <yaml-cpp/yaml.h>

namespace muster::contract {

namespace {

constexpr int kReferences = 8;

Node convert(const YAML::Node& yaml) {
    Node node;
    if (yaml.IsScalar()) {
        node.text = yaml.Scalar();
    } else if (yaml.IsSequence()) {
        for (const auto& item : yaml) {
            node.items.push_back(convert(item));
        }
    } else if (yaml.IsMap()) {
        for (const auto& member : yaml) {
            const std::string key = member.first.Scalar();
            if (key != "description" || !member.second.IsScalar()) { // prose
                node.members.emplace(key, convert(member.second));
            }
        }
    }
    return node;
}

} // namespace

const Node* Node::find(std::string_view key) const {
    const auto found = members.find(key);
    return found == members.end() ? nullptr : &found->second;
}

const Node* Node::find(std::string_view key, std::string_view below) const {
    const Node* const first = find(key);
    return first == nullptr ? nullptr : first->find(below);
}

std::string Node::text_of(std::string_view key) const {
    const Node* const found = find(key);
    return found == nullptr ? std::string() : found->text;
}

std::unique_ptr<Node> read_yaml(std::string_view yaml) {
    try {
        return std::make_unique<Node>(convert(YAML::Load(std::string(yaml))));
    } catch (const YAML::Exception& problem) {
        throw std::runtime_error(std::string("The API description cannot be read: ") + problem.what());
    }
}

const Node& resolved(const Node& root, const Node& node) {
    const Node* current = &node;
    for (int i = 0; i < kReferences; ++i) {
        const std::string reference = current->text_of("$ref");
        if (reference.empty()) {
            return *current;
        }
        current = &root;
        std::size_t start = 2; // behind "#/"
        while (start <= reference.size() && current != nullptr) {
            const std::size_t end = std::min(reference.find('/', start), reference.size());
            current = current->find(reference.substr(start, end - start));
            start = end + 1;
        }
        if (current == nullptr) {
            throw std::runtime_error("The API description refers to nothing: " + reference);
        }
    }
    throw std::runtime_error("The API description refers in a circle.");
}

} // namespace muster::contract
