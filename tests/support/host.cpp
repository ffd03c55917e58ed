#include "support/host.hpp"

#include <stdexcept>

#include <stdlib.h>

#include <fmt/format.h>

#include "app/options.hpp"
#include "app/schedule.hpp"
#include "app/selections.hpp"
#include "roster/record_book.hpp"
#include "support/sandbox_transport.hpp"
#include "support/store_place.hpp"
#include "support/unobserved.hpp"

namespace muster::test {

namespace {

constexpr const char* kAt = "http://127.0.0.1:8900";

template <class T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().message);
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(*result);
    }
}

std::string address_of(const std::string& database, int rep) {
    return fmt::format("person{}@{}.example", rep, database);
}

roster::Rep make_rep(const std::string& database, int i) {
    roster::Rep rep;
    rep.rep_id = fmt::format("R{}", i);
    rep.member_id = fmt::format("M{}", i / 2);
    rep.first_name = fmt::format("Anna{}", i);
    rep.last_name = fmt::format("Bergmann{}", i);
    rep.job_title = "Owner";
    rep.email = address_of(database, i);
    rep.phone = "541-555-0100";
    if (i % 2 == 0) {
        rep.groups = {"Board"};
    }
    return rep;
}

Result<void> fill(roster::RecordBook& book, const std::string& database, int reps) {
    TRY(book.add_group("Board"));
    roster::Member member;
    member.status = "ACT";
    member.address = {"12 Main Street", "", "Springfield", "OR", "97403", ""};
    for (int i = 0; i < reps; ++i) {
        if (i % 2 == 0) {
            member.member_id = fmt::format("M{}", i / 2);
            member.company = fmt::format("Company {} and Sons", i / 2);
            book.put_member(member);
        }
        book.put_rep(make_rep(database, i));
    }
    return {};
}

} // namespace

Host::Host(sandbox::Options options) : service(std::move(options), clock, sandbox_random) {
    std::string name = (std::filesystem::temp_directory_path() / "muster-host-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no folder");
    }
    folder_ = name;
    installation = open();
    must(app::set_schedule(*installation, {kDue, "UTC", true}));
}

Host::~Host() {
    installation.reset();
    std::error_code ignored; // a folder that stays harms nobody
    std::filesystem::remove_all(folder_, ignored);
}

std::unique_ptr<app::Installation> Host::open() {
    app::Settings settings;
    settings.store = store_url();
    settings.key_file = (folder_ / "muster.key").string();
    settings.ctct_api_url = std::string(kAt) + "/v3";
    settings.ctct_auth_url = std::string(kAt) + "/oauth2/default/v1";
    settings.ctct_client_id = kKey;
    return must(app::Installation::open(
        settings,
        {clock, random, [this] { return std::make_unique<HookedSandboxTransport>(service, clock, on_request); }}));
}

std::string Host::store_url() const { return test::store_url(folder_); }

const Host::Hosted& Host::add(const std::string& name, int reps) {
    auto& store = installation->store();
    const auto id = must(store.add_database(name));
    must(
        store.edit(id, store::WithPasswords::No, [&](roster::RecordBook& book) { return fill(book, name, reps); }));
    const auto account = service.add_account(name);
    const auto tokens = service.issue_token(account, kKey);
    constant_contact::Grant grant;
    grant.access_token = tokens.access_token;
    grant.refresh_token = tokens.refresh_token;
    grant.access_expires_at = clock.now() + tokens.expires_in;
    grant.renewed_at = clock.now();
    grant.granted_at = clock.now();
    grant.account_id = account;
    grant.account_name = name;
    grant.account_checked = true;
    must(store.bind_account(id, account, name));
    must(store.grants(id)->store(grant));
    roster::Selections selections;
    selections.list_groups = {"Board"};
    app::save_automatic_update(*installation, id, {selections, true});
    return databases.emplace_back(name, id, account);
}

void Host::edit(const Hosted& hosted, int reps, const std::string& job_title) {
    must(installation->store().edit(hosted.id, store::WithPasswords::No,
                                    [&](roster::RecordBook& book) -> Result<void> {
                                        for (int i = 0; i < reps; ++i) {
                                            auto rep = book.find_rep(fmt::format("R{}", i)).value();
                                            rep.job_title = job_title;
                                            book.put_rep(rep);
                                        }
                                        return {};
                                    }));
}

void Host::set_calls_per_day(std::int64_t calls) {
    must(app::set_installation_options(*installation, {{"calls_per_day", std::to_string(calls)}}));
    service.change_options([&](sandbox::Options& options) { options.calls_per_day = calls; });
}

std::int64_t Host::used_today() { return must(installation->store().quota_book()->used_today(kKey, clock.now())); }

void Host::go_to_due(int day) {
    const auto midnight = std::chrono::floor<std::chrono::days>(kStart) + std::chrono::days(day);
    clock.set(midnight + std::chrono::hours(2) + std::chrono::minutes(30));
}

std::vector<app::DueUpdate> Host::due() { return must(app::due_now(*installation, clock.now())); }

std::vector<app::ScheduledRun> Host::run_all_due() {
    std::vector<app::ScheduledRun> runs;
    Unobserved observer;
    const CancelToken never;
    for (const auto& update : due()) {
        if (update.due.readiness == schedule::Readiness::Ready) {
            runs.push_back(app::run_scheduled(*installation, update, observer, never));
        }
    }
    return runs;
}

std::vector<sync::RunSummary> Host::runs_of(const Hosted& hosted) {
    return installation->store().journal(hosted.id)->runs(1'000);
}

std::string Host::job_title(const Hosted& hosted, int rep) {
    const auto contact = service.contact(hosted.account, address_of(hosted.name, rep));
    return contact ? contact->job_title : "";
}

} // namespace muster::test
