#include "sandbox/body.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::sandbox {

namespace {

bool is_json(const net::Request& request) {
    const auto type = request.headers.get("Content-Type");
    return type && ascii_lower(trim(type->substr(0, type->find(';')))) == "application/json";
}

std::string field_name(std::string_view pointer) {
    std::string name(pointer.empty() ? pointer : pointer.substr(1));
    std::replace(name.begin(), name.end(), '/', '.');
    return name;
}

} // namespace

Body::Body(Call& call, std::string_view area) : area_(area) {
    if (!is_json(call.request)) {
        refusal_ = error_array(415, fmt::format("{}.api.unsupported_media_type", area),
                               {"The Content-Type must be application/json."});
        return;
    }
    auto parsed = json::Document::parse(call.request.body);
    if (!parsed) {
        refusal_ = error_array(400, fmt::format("{}.api.json.error", area), {"The body is no valid JSON."});
        return;
    }
    document_ = std::move(*parsed);
    root_.emplace(*document_, problems_);
    if (!root_->is_object()) {
        refusal_ = error_array(400, fmt::format("{}.api.json.error", area), {"The body is no JSON object."});
    }
}

std::optional<net::Response> Body::complaint() {
    std::vector<std::string> messages = errors_.messages();
    for (const auto& problem : problems_) {
        messages.push_back(fmt::format("{} does not have a valid value", field_name(problem.pointer)));
    }
    if (messages.empty()) {
        return std::nullopt;
    }
    return invalid(area_, messages);
}

void only(const json::Reader& object, std::initializer_list<std::string_view> known, Errors& errors) {
    object.each_member([&](std::string_view key, const json::Reader& value) {
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            errors.add(fmt::format("{} is not a known property", field_name(value.pointer())));
        }
    });
}

std::string fitted(std::string text, std::string_view name, std::size_t most, const Switches& switches,
                   Errors& errors) {
    if (switches.trim_values == OnOff::On) {
        text = std::string(trim(text));
    }
    if (code_points(text) <= most) {
        return text;
    }
    if (switches.too_long == TooLong::Cut) {
        return std::string(cut(text, most));
    }
    errors.add(fmt::format("{} is too long, at most {} characters are allowed", name, most));
    return text;
}

std::string text_of(const json::Reader& object, std::string_view name, std::size_t most, const Switches& switches,
                    Errors& errors) {
    auto text = object[name].text();
    return text ? fitted(std::move(*text), name, most, switches, errors) : "";
}

std::vector<std::string> ids_of(const json::Reader& object, std::string_view name, std::size_t most,
                                Errors& errors) {
    std::vector<std::string> ids;
    std::set<std::string> seen;
    object[name].each([&](const json::Reader& element) {
        const std::string id = element.text_or("");
        if (!is_uuid(id)) {
            errors.add(fmt::format("{} holds \"{}\", which is in an invalid format", name, id));
        } else if (!seen.insert(id).second) {
            errors.add(fmt::format("{} holds {} twice", name, id));
        } else {
            ids.push_back(id);
        }
    });
    if (ids.size() > most) {
        errors.add(fmt::format("{} holds {} values, at most {} are allowed", name, ids.size(), most));
    }
    return ids;
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
        const char c = text[at];
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex) {
            return false;
        }
    }
    return true;
}

} // namespace muster::sandbox
