#include "contract/api_description.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "contract/description.hpp"
#include "contract/schema_check.hpp"

namespace muster::contract {

namespace {

constexpr std::string_view kBase = "/api";
constexpr std::string_view kMethods[] = {"get", "put", "post", "patch", "delete"};

std::string path_of(const net::Request& request) { return request.target.substr(0, request.target.find('?')); }

std::string bare_type(const net::Headers& headers) {
    const std::string type = ascii_lower(headers.get("Content-Type").value_or(""));
    return std::string(trim(std::string_view(type).substr(0, type.find(';'))));
}

/// Paths with servers of their own lie outside of /api.
bool is_outside(const Node& path) { return path.find("servers") != nullptr; }

bool fits(const std::string& pattern, const std::string& path) {
    const auto wanted = split_list(pattern, '/');
    const auto pieces = split_list(path, '/');
    return wanted.size() == pieces.size() && std::equal(wanted.begin(), wanted.end(), pieces.begin(),
                                                        [](const std::string& want, const std::string& piece) {
                                                            return want.starts_with('{') || want == piece;
                                                        });
}

void check_json(const Node& root, const Node& schema, const net::Response& answer, Violations& violations) {
    const auto document = json::Document::parse(answer.body);
    if (!document) {
        violations.push_back("the body is no JSON: " + document.error().message);
        return;
    }
    json::Problems problems;
    SchemaCheck(root, Direction::Answer, violations).check(schema, json::Reader(*document, problems));
}

/// The declared content against what came.
void check_content(const Node& root, const Node& response, const net::Response& answer, Violations& violations) {
    const Node* const content = response.find("content");
    if (content == nullptr) {
        if (!answer.body.empty()) {
            violations.push_back("no body is declared");
        }
        return;
    }
    if (answer.events) {
        if (content->find("text/event-stream") == nullptr) {
            violations.push_back("no events are declared");
        }
        return;
    }
    const std::string type = bare_type(answer.headers);
    const Node* const media = content->find(type);
    if (media == nullptr) {
        violations.push_back("the content type \"" + type + "\" is not declared");
    } else if (type.ends_with("json")) {
        check_json(root, *media->find("schema"), answer, violations);
    }
}

void add_parameters(const Node& root, const Node& node, std::vector<std::string>& names) {
    if (const Node* const parameters = node.find("parameters")) {
        for (const Node& item : parameters->items) {
            const Node& parameter = resolved(root, item);
            if (parameter.text_of("in") == "query") {
                names.push_back(parameter.text_of("name"));
            }
        }
    }
}

} // namespace

ApiDescription::ApiDescription(std::string_view yaml) : root_(read_yaml(yaml)) {
    if (root_->find("paths") == nullptr) {
        throw std::runtime_error("api/openapi.yaml has no paths.");
    }
}

ApiDescription::~ApiDescription() = default;

const ApiDescription& ApiDescription::project() {
    static const auto read = [] {
        const std::ifstream file(MUSTER_API_DESCRIPTION);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    };
    static const ApiDescription description(read());
    return description;
}

std::vector<DeclaredOperation> ApiDescription::operations() const {
    std::vector<DeclaredOperation> all;
    for (const auto& [path, methods] : root_->find("paths")->members) {
        if (is_outside(methods)) {
            continue;
        }
        for (const auto method : kMethods) {
            const Node* const node = methods.find(method);
            if (node == nullptr) {
                continue;
            }
            DeclaredOperation operation{.method = std::string(method),
                                        .path = path,
                                        .id = node->text_of("operationId"),
                                        .role = node->text_of("x-role"),
                                        .fresh = node->text_of("x-fresh-sign-in"),
                                        .is_public = node->find("security") != nullptr};
            std::transform(method.begin(), method.end(), operation.method.begin(),
                           [](char c) { return static_cast<char>(c - 'a' + 'A'); });
            if (const Node* const body = node->find("requestBody")) {
                operation.body = resolved(*root_, *body).find("content")->members.begin()->first;
            }
            add_parameters(*root_, methods, operation.parameters);
            add_parameters(*root_, *node, operation.parameters);
            all.push_back(std::move(operation));
        }
    }
    return all;
}

const Node* ApiDescription::find(const net::Request& request) const {
    const std::string whole = path_of(request);
    const bool is_inside = whole.starts_with(std::string(kBase) + "/");
    const std::string path = is_inside ? whole.substr(kBase.size()) : whole;
    const std::string method = request.method == "HEAD" ? "get" : ascii_lower(request.method);
    for (const auto& [pattern, methods] : root_->find("paths")->members) {
        if (is_outside(methods) != is_inside && fits(pattern, path)) {
            return methods.find(method);
        }
    }
    return nullptr;
}

const Node* ApiDescription::find_operation(std::string_view id) const {
    for (const auto& [pattern, methods] : root_->find("paths")->members) {
        for (const auto method : kMethods) {
            const Node* const node = methods.find(method);
            if (node != nullptr && node->text_of("operationId") == id) {
                return node;
            }
        }
    }
    return nullptr;
}

Violations ApiDescription::check_answer(const net::Request& request, const net::Response& answer) const {
    const std::string path = path_of(request);
    const Node* const operation = find(request);
    const bool is_inside = path.starts_with(std::string(kBase) + "/");
    if ((!is_inside && operation == nullptr) || path == "/api/openapi.yaml") {
        return {};
    }
    Violations violations;
    const Node* response =
        operation == nullptr ? nullptr : operation->find("responses", std::to_string(answer.status));
    if (response == nullptr && answer.status < 400) {
        violations.push_back("the status is not declared");
    } else {
        response = response == nullptr ? root_->find("components")->find("responses", "Problem") : response;
        check_content(*root_, resolved(*root_, *response), answer, violations);
    }
    for (std::string& violation : violations) {
        violation = fmt::format("{} {} -> {}: {}", request.method, path, answer.status, violation);
    }
    return violations;
}

std::vector<std::string> ApiDescription::words_of(std::string_view operation, std::string_view parameter) const {
    std::vector<std::string> words;
    const Node* const node = find_operation(operation);
    const Node* const parameters = node == nullptr ? nullptr : node->find("parameters");
    if (parameters == nullptr) {
        return words;
    }
    for (const Node& item : parameters->items) {
        const Node& declared = resolved(*root_, item);
        if (declared.text_of("name") == parameter) {
            for (const Node& word : resolved(*root_, *declared.find("schema")).find("enum")->items) {
                words.push_back(word.text);
            }
        }
    }
    return words;
}

} // namespace muster::contract
