#include "contract/openapi.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "contract/description.hpp"
#include "contract/multipart.hpp"
#include "contract/schema_check.hpp"

namespace muster::contract {

namespace {

constexpr std::string_view kBase = "/v3";
/// What the service answers errors with (contract, section 4); the description declares only some of them.
constexpr int kErrorStatuses[] = {400, 401, 403, 404, 405, 406, 409, 415, 429};

std::vector<std::string> segments_of(std::string_view path) { return split_list(path, '/'); }

/// Path and query of an absolute URL or of a path.
std::pair<std::string, std::string> split_target(const std::string& target) {
    const std::optional<net::Url> url = net::parse_url(target);
    if (url) {
        return {url->path, url->query};
    }
    const std::size_t mark = target.find('?');
    return {target.substr(0, mark), mark == std::string::npos ? std::string() : target.substr(mark + 1)};
}

/// How well a template fits: the number of its literal segments, or nothing.
std::optional<int> fit(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    if (pattern.size() != path.size()) {
        return std::nullopt;
    }
    int literal = 0;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (pattern[i].starts_with('{')) {
            continue;
        }
        if (pattern[i] != path[i]) {
            return std::nullopt;
        }
        ++literal;
    }
    return literal;
}

std::string content_type_of(const net::Headers& headers) {
    return ascii_lower(trim(headers.get("Content-Type").value_or("")));
}

Violations prefixed(const std::string& call, Violations violations) {
    for (std::string& violation : violations) {
        violation = call + ": " + violation;
    }
    return violations;
}

void check_json(const Node& root, Direction direction, const Node& schema, const std::string& body,
                Violations& violations) {
    const auto document = json::Document::parse(body);
    if (!document) {
        violations.push_back("the body is no JSON");
        return;
    }
    json::Problems problems;
    SchemaCheck(root, direction, violations).check(schema, json::Reader(*document, problems));
}

void check_one_error(const json::Reader& error, Violations& violations) {
    if (!error["error_key"].is_string() || !error["error_message"].is_string()) {
        violations.push_back("an error needs error_key and error_message");
    }
}

/// 401 and 429 of the gateway are bare objects, everything else is an array (contract, section 4). The 429 of the
/// activity queue has no known body.
void check_error_body(int status, const std::string& body, bool is_activity_post, Violations& violations) {
    if (status == 429 && is_activity_post) {
        return;
    }
    const auto document = json::Document::parse(body);
    if (!document) {
        violations.push_back("the error body is no JSON");
        return;
    }
    json::Problems problems;
    const json::Reader root(*document, problems);
    const bool wants_object = status == 401 || status == 429;
    if (wants_object ? !root.is_object() : !root.is_array()) {
        violations.push_back(wants_object ? "the error body is no object" : "the error body is no array");
        return;
    }
    if (wants_object) {
        check_one_error(root, violations);
        return;
    }
    root.each([&](const json::Reader& error) { check_one_error(error, violations); });
}

void check_multipart(const Node& root, const Node& schema, const net::Request& request, Violations& violations) {
    const auto parts = read_multipart(std::string(request.headers.get("Content-Type").value_or("")), request.body);
    if (!parts) {
        violations.push_back("the body is no multipart/form-data: " + parts.error().message);
        return;
    }
    if (const Node* const required = schema.find("required")) {
        for (const Node& name : required->items) {
            const bool found =
                std::any_of(parts->begin(), parts->end(), [&](const Part& part) { return part.name == name.text; });
            if (!found) {
                violations.push_back("the part " + name.text + " is missing");
            }
        }
    }
    for (const Part& part : *parts) {
        const Node* const property = schema.find("properties", part.name);
        if (property == nullptr) {
            violations.push_back("the part " + part.name + " is not part of the description");
        } else if (part.name == "file") {
            if (!ascii_lower(part.file_name).ends_with(".csv") || part.body.empty()) {
                violations.push_back("the part file is no .csv file with something in it");
            }
        } else {
            SchemaCheck(root, Direction::Request, violations).check_parameter(*property, part.name, part.body);
        }
    }
}

} // namespace

struct OpenApi::Operation {
    std::string call;           ///< "GET /contacts/{contact_id}" as described, or as requested
    const Node* node = nullptr; ///< null: not described
    bool is_outside = false;    ///< not under /v3
    std::string query;
    std::vector<std::string> path; ///< segments
    std::vector<std::string> pattern;
};

OpenApi::OpenApi(std::string_view yaml) : root_(read_yaml(yaml)) {
    if (root_->find("paths") == nullptr) {
        throw std::runtime_error("The API description has no paths.");
    }
}

OpenApi::~OpenApi() = default;

std::string OpenApi::path() {
    const char* const chosen = std::getenv("MUSTER_SHARED");
    const std::string folder = chosen != nullptr && *chosen != '\0' ? chosen : MUSTER_SHARED_DEFAULT;
    return folder + "/constant-contact/openapi.yaml";
}

std::shared_ptr<const OpenApi> OpenApi::load() {
    static std::once_flag once;
    static std::shared_ptr<const OpenApi> loaded;
    std::call_once(once, [] {
        const std::ifstream file(path());
        if (file) {
            std::ostringstream text;
            text << file.rdbuf();
            loaded = std::make_shared<const OpenApi>(text.str());
        }
    });
    return loaded;
}

OpenApi::Operation OpenApi::find(const net::Request& request) const {
    Operation operation;
    const auto [path, query] = split_target(request.target);
    operation.query = query;
    operation.call = request.method + " " + path;
    if (!path.starts_with(std::string(kBase) + "/")) {
        operation.is_outside = true;
        return operation;
    }
    operation.path = segments_of(path.substr(kBase.size()));
    int best = -1;
    for (const auto& [pattern, methods] : root_->find("paths")->members) {
        const std::vector<std::string> segments = segments_of(pattern);
        const std::optional<int> fits = fit(segments, operation.path);
        const Node* const method = methods.find(ascii_lower(request.method));
        if (fits && method != nullptr && *fits > best) {
            best = *fits;
            operation.node = method;
            operation.call = request.method + " " + pattern;
            operation.pattern = segments;
        }
    }
    return operation;
}

void OpenApi::check_parameters(const Operation& operation, const net::Request& request,
                               Violations& violations) const {
    const SchemaCheck check(*root_, Direction::Request, violations);
    const auto sent = net::parse_form(operation.query);
    const bool has_cursor =
        std::any_of(sent.begin(), sent.end(), [](const auto& pair) { return pair.first == "cursor"; });
    if (has_cursor && sent.size() > 1) { // contract, 5.2
        violations.push_back("a cursor carries the other parameters; they must not be repeated");
    }
    for (const auto& [name, value] : sent) {
        if (name == "cursor" && request.method == "GET") { // not in the description at all (README)
            continue;
        }
        const Node* const schema = parameter_schema(operation, "query", name);
        if (schema == nullptr) {
            violations.push_back("the parameter " + name + " is not part of the description");
        } else {
            check.check_parameter(*schema, name, value);
        }
    }
    for (std::size_t i = 0; i < operation.pattern.size(); ++i) {
        const std::string& piece = operation.pattern[i];
        const Node* const schema = piece.starts_with('{')
                                       ? parameter_schema(operation, "path", piece.substr(1, piece.size() - 2))
                                       : nullptr;
        if (schema != nullptr) {
            check.check_parameter(*schema, piece, net::url_decode(operation.path[i], false));
        }
    }
}

const Node* OpenApi::parameter_schema(const Operation& operation, std::string_view place,
                                      std::string_view name) const {
    const Node* const parameters = operation.node->find("parameters");
    if (parameters == nullptr) {
        return nullptr;
    }
    for (const Node& item : parameters->items) {
        const Node& parameter = resolved(*root_, item);
        if (parameter.text_of("in") == place && parameter.text_of("name") == name) {
            return parameter.find("schema");
        }
    }
    return nullptr;
}

void OpenApi::check_body(const Operation& operation, const net::Request& request, Violations& violations) const {
    const Node* const body = operation.node->find("requestBody");
    const Node* const content = body == nullptr ? nullptr : resolved(*root_, *body).find("content");
    if (content == nullptr) {
        if (!request.body.empty()) {
            violations.push_back("no body is declared");
        }
        return;
    }
    const std::string type = content_type_of(request.headers);
    const std::string bare = type.substr(0, type.find(';'));
    const Node* const media = content->find(bare);
    if (media == nullptr || media->find("schema") == nullptr) {
        violations.push_back("the content type \"" + type + "\" is not declared");
    } else if (bare == "multipart/form-data") {
        check_multipart(*root_, resolved(*root_, *media->find("schema")), request, violations);
    } else {
        check_json(*root_, Direction::Request, *media->find("schema"), request.body, violations);
    }
}

Violations OpenApi::check_request(const net::Request& request) const {
    const Operation operation = find(request);
    if (operation.is_outside) {
        return {};
    }
    if (operation.node == nullptr) {
        return {operation.call + ": is not part of the description"};
    }
    Violations violations;
    check_parameters(operation, request, violations);
    check_body(operation, request, violations);
    return prefixed(operation.call, violations);
}

Violations OpenApi::check_answer(const net::Request& request, const net::Response& answer) const {
    Violations violations;
    const Operation operation = find(request);
    if (operation.is_outside || operation.node == nullptr) {
        return violations;
    }
    const std::string call = fmt::format("{} -> {}", operation.call, answer.status);
    if (answer.status >= 500) {
        return violations;
    }
    if (answer.status >= 400) {
        if (std::find(std::begin(kErrorStatuses), std::end(kErrorStatuses), answer.status) ==
            std::end(kErrorStatuses)) {
            violations.push_back("the status is not one of the service's");
        }
        check_error_body(answer.status, answer.body, operation.call.starts_with("POST /activities"), violations);
        return prefixed(call, violations);
    }
    const Node* const declared = operation.node->find("responses", std::to_string(answer.status));
    if (declared == nullptr) {
        violations.push_back("the status is not declared");
        return prefixed(call, violations);
    }
    const Node* const content = resolved(*root_, *declared).find("content");
    if (content == nullptr) {
        if (!answer.body.empty()) {
            violations.push_back("no body is declared");
        }
        return prefixed(call, violations);
    }
    const std::string type = content_type_of(answer.headers);
    const Node* const media = content->find(type.substr(0, type.find(';')));
    if (media == nullptr) {
        violations.push_back("the content type \"" + type + "\" is not declared");
    } else if (media->find("schema") != nullptr && type.starts_with("application/json")) {
        check_json(*root_, Direction::Answer, *media->find("schema"), answer.body, violations);
    }
    return prefixed(call, violations);
}

void ContractWatch::operator()(const net::Request& request, const net::Response& answer) {
    if (split_target(request.target).first.starts_with(std::string(kBase) + "/")) {
        ++judged_;
    }
    for (Violations found : {description_->check_request(request), description_->check_answer(request, answer)}) {
        violations_.insert(violations_.end(), std::make_move_iterator(found.begin()),
                           std::make_move_iterator(found.end()));
    }
}

} // namespace muster::contract
