#include "web/front_end.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"

extern "C" {
extern const char muster_api_description[];
extern const char muster_api_description_end[];
}

namespace muster::web {

namespace {

constexpr std::string_view kPage = "/index.html";
constexpr std::string_view kFolderOfFiles = "/assets/";
constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
constexpr std::string_view kAskAgain = "no-cache"; // keep it, and ask each time whether it is still so

/// True if Accept-Encoding names `coding` and does not give it the weight 0.
bool accepts(const net::Request& request, std::string_view coding) {
    for (const auto& entry : split_list(request.headers.get("Accept-Encoding").value_or(""), ',')) {
        const auto parts = split_list(entry, ';');
        if (parts.empty() || ascii_lower(parts.front()) != coding) {
            continue;
        }
        for (const auto& parameter : parts) {
            if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
                return std::strtod(parameter.c_str() + 2, nullptr) > 0;
            }
        }
        return true;
    }
    return false;
}

struct Form {
    std::string_view coding; ///< "" for the file as it is
    std::string_view bytes;
};

Form choose_form(const net::Request& request, const Asset& file) {
    if (!file.brotli.empty() && accepts(request, "br")) {
        return {"br", file.brotli};
    }
    if (!file.gzip.empty() && accepts(request, "gzip")) {
        return {"gzip", file.gzip};
    }
    return {"", file.raw};
}

/// Each form of a file has a tag of its own, as strong tags must.
std::string tag_of(const Asset& file, std::string_view coding) {
    std::string tag(file.etag);
    if (!coding.empty() && tag.ends_with('"')) {
        tag.pop_back();
        tag.append("-").append(coding).append("\"");
    }
    return tag;
}

bool has_it(const net::Request& request, std::string_view tag) {
    const auto known = split_list(request.headers.get("If-None-Match").value_or(""), ',');
    return std::ranges::any_of(known, [&](std::string_view entry) {
        if (entry.starts_with("W/")) {
            entry.remove_prefix(2);
        }
        return entry == tag || entry == "*";
    });
}

net::Response answer_file(const net::Request& request, const Asset& file) {
    const Form form = choose_form(request, file);
    const std::string tag = tag_of(file, form.coding);
    net::Response response;
    response.headers.add("ETag", tag);
    response.headers.add("Cache-Control", std::string(file.is_immutable() ? kForEver : kAskAgain));
    if (!file.brotli.empty() || !file.gzip.empty()) {
        response.headers.add("Vary", "Accept-Encoding");
    }
    if (has_it(request, tag)) {
        response.status = 304;
        return response;
    }
    response.headers.add("Content-Type", std::string(file.content_type));
    if (!form.coding.empty()) {
        response.headers.add("Content-Encoding", std::string(form.coding));
    }
    response.body = form.bytes;
    return response;
}

net::Response plain(int status, std::string_view sentence) {
    net::Response response{.status = status, .headers = {}, .body = std::string(sentence) + "\n"};
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    return response;
}

} // namespace

net::Response answer_page(const net::Request& request, std::string_view path, std::span<const Asset> files) {
    if (const Asset* const file = find_asset(files, path)) {
        return answer_file(request, *file);
    }
    if (path.starts_with(kFolderOfFiles)) {
        return plain(404, "There is no such file. Reload the page: Muster may have been updated.");
    }
    if (const Asset* const page = find_asset(files, kPage)) {
        return answer_file(request, *page);
    }
    return plain(200,
                 "This Muster was built without the pages of its back office (MUSTER_UI=OFF). Its API is under "
                 "/api; /api/openapi.yaml describes it.");
}

std::string_view api_description() {
    return {muster_api_description, static_cast<std::size_t>(muster_api_description_end - muster_api_description)};
}

net::Response answer_api_description() {
    net::Response response;
    response.headers.add("Content-Type", "application/yaml");
    response.headers.add("Cache-Control", std::string(kAskAgain));
    response.body = api_description();
    return response;
}

} // namespace muster::web
