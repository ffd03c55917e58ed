#include <charconv>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "sandbox/call.hpp"

namespace muster::sandbox {

std::optional<std::string> Call::parameter(std::string_view name) const {
    for (const auto& [key, value] : query) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

net::Response json_answer(int status, std::string body) {
    net::Response response{status, {}, std::move(body)};
    response.headers.set("Content-Type", "application/json");
    return response;
}

net::Response empty_answer(int status) { return net::Response{status, {}, ""}; }

net::Response html_answer(int status, std::string body) {
    net::Response response{status, {}, std::move(body)};
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    return response;
}

net::Response redirect(std::string location) {
    net::Response response{303, {}, ""};
    response.headers.set("Location", std::move(location));
    return response;
}

net::Response error_array(int status, std::string_view key, const std::vector<std::string>& messages) {
    json::Writer writer;
    writer.array();
    for (const auto& message : messages) {
        writer.object().member("error_key", key).member("error_message", message).end();
    }
    writer.end();
    return json_answer(status, writer.take());
}

net::Response error_object(int status, std::string_view key, std::string_view message) {
    json::Writer writer;
    writer.object().member("error_key", key).member("error_message", message).end();
    return json_answer(status, writer.take());
}

net::Response unauthorized() { return error_object(401, "unauthorized", "Unauthorized"); }

namespace {

net::Response with_retry_after(const World& world, net::Response response, std::int64_t seconds) {
    if (world.switches().retry_after == OnOff::On) {
        response.headers.set("Retry-After", std::to_string(seconds));
    }
    return response;
}

} // namespace

net::Response throttled(const World& world) {
    return with_retry_after(world, error_object(429, "throttled", "Too Many Requests"), 1);
}

net::Response quota_exceeded(const World& world) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(next_utc_midnight(world.now()) - world.now());
    return with_retry_after(world, error_object(429, "quota_exceeded", "Limit Exceeded"), left.count());
}

net::Response queue_full(const World& world) {
    constexpr std::string_view kKey = "activities.api.queue_full";
    constexpr std::string_view kText =
        "Too many requests. You exceeded 1,000 queued activities for this user account.";
    switch (world.switches().queue_full_body) {
    case QueueFullBody::Array:
        return with_retry_after(world, error_array(429, kKey, {std::string(kText)}), 60);
    case QueueFullBody::Object:
        return with_retry_after(world, error_object(429, kKey, kText), 60);
    case QueueFullBody::Empty:
        break;
    }
    return with_retry_after(world, empty_answer(429), 60);
}

net::Response invalid(std::string_view area, const std::vector<std::string>& messages) {
    return error_array(400, fmt::format("{}.api.validation.error", area), messages);
}

net::Response not_found(std::string_view area, std::string_view what) {
    return error_array(404, fmt::format("{}.api.not_found", area), {fmt::format("The {} was not found.", what)});
}

std::optional<std::size_t> limit_of(const Call& call, std::size_t most) {
    constexpr std::size_t kStandard = 50;
    const auto text = call.parameter("limit");
    if (!text) {
        return kStandard;
    }
    std::size_t limit = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (error != std::errc() || end != text->data() + text->size() || limit < 1 || limit > most) {
        return std::nullopt;
    }
    return limit;
}

void write_links(json::Writer& writer, const Call& call, std::optional<std::size_t> next_place) {
    if (!next_place) {
        switch (call.world.switches().last_page) {
        case LastPage::Absent:
            break;
        case LastPage::Null:
            writer.key("_links").null();
            break;
        case LastPage::Empty:
            writer.key("_links").object().end();
            break;
        }
        return;
    }
    const std::string cursor = base64(fmt::format("at={}&{}", *next_place, net::encode_form(call.query)));
    writer.key("_links").object().key("next").object();
    writer.member("href",
                  fmt::format("{}{}?cursor={}", call.world.options.api_base, call.path, net::url_encode(cursor)));
    writer.end().end();
}

std::optional<Page> page_of(const Call& call) {
    const auto cursor = call.parameter("cursor");
    if (!cursor) {
        return Page{call.query, 0};
    }
    const auto text = from_base64(*cursor);
    if (!text) {
        return std::nullopt;
    }
    Page page{net::parse_form(*text), 0};
    if (page.query.empty() || page.query.front().first != "at") {
        return std::nullopt;
    }
    const std::string place = page.query.front().second;
    const auto [end, error] = std::from_chars(place.data(), place.data() + place.size(), page.place);
    if (error != std::errc() || end != place.data() + place.size()) {
        return std::nullopt;
    }
    page.query.erase(page.query.begin());
    return page;
}

} // namespace muster::sandbox
