// Bulk activities: imports, removals from lists, and how they fare.

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "constant_contact/client_call.hpp"

namespace muster::constant_contact {

namespace {

constexpr std::size_t kUuidWithQuotes = 38;
constexpr std::size_t kUuidWithComma = 37;
constexpr std::size_t kBoundaryLength = 31;

std::string new_boundary(Random& random) { return "muster-" + random_token(random, 18); }

std::optional<std::string> wrong_lists(const std::vector<std::string>& list_ids) {
    if (!list_ids.empty() && list_ids.size() <= kListsPerActivity) {
        return std::nullopt;
    }
    return fmt::format("A bulk activity takes 1 to {} lists, not {}; it was not sent.", kListsPerActivity,
                       list_ids.size());
}

/// What is over the limits would be dropped without an error (contract, 10.2).
std::optional<std::string> too_much(std::size_t rows, std::size_t row_limit, std::size_t bytes) {
    if (rows == 0 || rows > row_limit) {
        return fmt::format("A bulk import takes 1 to {} rows, not {}; it was not sent.", row_limit, rows);
    }
    if (bytes >= kImportBytes) {
        return fmt::format("A bulk import takes less than {} bytes, not {}; it was not sent.", kImportBytes, bytes);
    }
    return std::nullopt;
}

} // namespace

std::size_t Client::json_import_overhead(std::size_t lists) {
    const std::size_t commas = lists == 0 ? 0 : lists - 1;
    return encode_json_import({}, {}).size() + lists * kUuidWithQuotes + commas;
}

Answer<Activity> Client::import_json(const std::vector<std::string>& rows,
                                     const std::vector<std::string>& list_ids) {
    Call call;
    call.endpoint = "POST /activities/contacts_json_import";
    call.url = options_.api_url + "/activities/contacts_json_import";
    call.body = encode_json_import(rows, list_ids);
    call.repeat = Repeat::Never;
    auto objection = wrong_lists(list_ids);
    if (!objection) {
        objection = too_much(rows.size(), kImportRows, call.body.size());
    }
    if (objection) {
        return api_failure(Failure::Refused, std::move(*objection));
    }
    return perform_and_read(call, read_activity);
}

std::size_t Client::csv_import_overhead(std::size_t lists) {
    const std::size_t ids = lists == 0 ? 0 : lists * kUuidWithComma - 1;
    return encode_csv_import("", {}, std::string(kBoundaryLength, '-')).size() + ids;
}

Answer<Activity> Client::import_csv(const std::string& csv, const std::vector<std::string>& list_ids) {
    std::string boundary = new_boundary(random_);
    while (csv.find(boundary) != std::string::npos) {
        boundary = new_boundary(random_);
    }
    Call call;
    call.endpoint = "POST /activities/contacts_file_import";
    call.url = options_.api_url + "/activities/contacts_file_import";
    call.body = encode_csv_import(csv, list_ids, boundary);
    call.content_type = "multipart/form-data; boundary=" + boundary;
    call.repeat = Repeat::Never;
    auto objection = wrong_lists(list_ids);
    if (!objection) {
        const auto lines = static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n'));
        objection = too_much(lines, kImportRows, call.body.size());
    }
    if (objection) {
        return api_failure(Failure::Refused, std::move(*objection));
    }
    return perform_and_read(call, read_activity);
}

Answer<Activity> Client::remove_from_lists(const std::vector<std::string>& contact_ids,
                                           const std::vector<std::string>& list_ids) {
    if (auto objection = wrong_lists(list_ids)) {
        return api_failure(Failure::Refused, std::move(*objection));
    }
    if (contact_ids.empty() || contact_ids.size() > kRemovalIds) {
        return api_failure(Failure::Refused,
                           fmt::format("A removal takes 1 to {} Contacts, not {}; it was not sent.", kRemovalIds,
                                       contact_ids.size()));
    }
    Call call;
    call.endpoint = "POST /activities/remove_list_memberships";
    call.url = options_.api_url + "/activities/remove_list_memberships";
    call.body = encode_list_removal(contact_ids, list_ids);
    return perform_and_read(call, read_activity);
}

Answer<Activity> Client::activity(const std::string& activity_id) {
    Call call;
    call.endpoint = "GET /activities/{activity_id}";
    call.url = options_.api_url + "/activities/" + net::url_encode(activity_id);
    return perform_and_read(call, read_activity);
}

Answer<std::vector<Activity>> Client::activities() {
    Call call;
    call.endpoint = "GET /activities";
    call.url = options_.api_url + "/activities?limit=500";
    TRY_ASSIGN(Page<Activity> page, perform_and_read(call, read_activities));
    return std::move(page.items);
}

} // namespace muster::constant_contact
