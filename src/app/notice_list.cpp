#include "app/notice_list.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/options.hpp"
#include "base/text.hpp"
#include "roster/records.hpp"

namespace muster::app {

namespace {

/// Whole weeks since the Monday before 1970 began.
std::int64_t week_of(Instant now) {
    constexpr std::chrono::days kFromMonday{3}; // 1970-01-01 was a Thursday
    return std::chrono::floor<std::chrono::weeks>(now.time_since_epoch() + kFromMonday).count();
}

bool has_opted_out(const roster::Rep& rep) {
    return std::ranges::any_of(rep.attributes, [](const std::string& attribute) {
        return name_key(attribute) == name_key(roster::kUnsubscribedAttribute);
    });
}

} // namespace

std::vector<OptedOutRep> opted_out_reps(Installation& installation, store::DatabaseId database) {
    std::vector<OptedOutRep> reps;
    const auto reader = installation.store().make_roster_reader(database, store::WithPasswords::No);
    reader->each([&](const roster::RosterRow& row) {
        if (!row.rep.groups.empty() && has_opted_out(row.rep)) {
            reps.push_back(
                {row.rep.rep_id, row.rep.display_name(), row.member.company, row.rep.email, row.rep.groups});
        }
    });
    return reps;
}

std::string to_lines(const std::vector<OptedOutRep>& reps) {
    std::string lines;
    for (const auto& rep : reps) {
        lines += fmt::format("{}{}, {} <{}>: {}", lines.empty() ? "" : "\n", rep.name, rep.company, rep.email,
                             join(rep.groups, ", "));
    }
    return lines;
}

void announce_opted_out(Installation& installation, store::DatabaseId database) {
    if (!read_database_options(installation, database).weekly_opt_out_list) {
        return;
    }
    auto queue = installation.store().notices();
    const auto week = week_of(installation.clock().now());
    if (!queue.is_new_week(database, week)) {
        return;
    }
    auto deliveries = notice_deliveries(installation, database);
    std::erase_if(deliveries,
                  [](const store::NewDelivery& delivery) { return delivery.channel != store::Channel::Mail; });
    const auto count = opted_out_reps(installation, database).size();
    std::optional<store::NewNotice> notice;
    if (count > 0) {
        notice = store::NewNotice{store::NoticeKind::OptedOutList, "",
                                  fmt::format("{} Rep{}.", count, count == 1 ? "" : "s"), std::move(deliveries)};
    }
    queue.announce_week(database, week, notice);
}

} // namespace muster::app
