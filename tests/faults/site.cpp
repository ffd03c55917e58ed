#include "faults/site.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "roster/records.hpp"
#include "support/fake_clock.hpp"
#include "support/store_place.hpp"

namespace muster::test {

namespace fs = std::filesystem;

namespace {

constexpr const char* kClock = "clock";
constexpr const char* kKey = "muster.key";
constexpr const char* kService = "service.json";

/// In memory where that can be: what a killed process has written is kept by the system, disk or not.
fs::path new_folder() {
    const fs::path memory = "/dev/shm";
    const fs::path parent = fs::is_directory(memory) ? memory : fs::temp_directory_path();
    std::string name = (parent / "muster-site-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    return name;
}

/// But for the store.
fs::path copied(Site& base) {
    base.service->flush();
    const fs::path to = new_folder();
    for (const auto* name : {kClock, kKey, kService}) {
        fs::copy(base.folder / name, to / name);
    }
    return to;
}

std::string sorted(std::vector<std::string> lines) {
    std::ranges::sort(lines);
    std::string text;
    for (const auto& line : lines) {
        text += line + "\n";
    }
    return text;
}

} // namespace

std::string to_text(const Death& death) {
    switch (death.at) {
    case Death::At::Nowhere:
        break;
    case Death::At::BeforeCommit:
        return fmt::format("killed before commit {}", death.number);
    case Death::At::BeforeRequest:
        return fmt::format("killed before request {}", death.number);
    case Death::At::AfterRequest:
        return fmt::format("killed after request {}", death.number);
    }
    return "not killed";
}

Site::Site() : Site(new_folder(), "") {}
Site::Site(std::string store_url) : Site(new_folder(), std::move(store_url)) {}
Site::Site(Site& base) : Site(base, copied(base), "") {}
Site::Site(Site& base, std::string store_url) : Site(base, copied(base), std::move(store_url)) {}

Site::Site(fs::path where, std::string store_url)
    : folder(std::move(where)),
      clock(folder / kClock),
      store_url_(store_url.empty() ? test::store_url(folder) : std::move(store_url)) {
    clock.set(FakeClock::kStart);
    sandbox::Options options;
    options.first_account = "Main Street Chamber";
    options.switches.auto_grant = sandbox::OnOff::On;
    options.rotating_tokens = false; // a rotated one is lost with who has not stored it yet
    open_service(std::move(options));
}

Site::Site(Site& base, fs::path where, std::string store_url)
    : folder(std::move(where)),
      clock(folder / kClock),
      random(base.random.below(1'000'000)),
      store_url_(store_url.empty() ? copy_store(base.folder, folder) : std::move(store_url)) {
    open_service(base.service->options());
}

Site::~Site() {
    server_.reset();
    service.reset();
    drop_store(folder);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

void Site::open_service(sandbox::Options options) {
    options.state_file = folder / kService;
    service = std::make_unique<sandbox::Sandbox>(std::move(options), clock, random);
    account = service->accounts().front().id;
    auto server = net::Server::start({}, [this](const net::Request& request) { return answer(request); });
    if (!server) {
        throw std::runtime_error(server.error().message);
    }
    server_ = std::move(*server);
}

net::Response Site::answer(const net::Request& request) {
    const std::lock_guard lock(mutex_);
    const bool is_fatal = ++requests_ == death_.number;
    tell(false);
    if (!(is_fatal && death_.at == Death::At::BeforeRequest)) {
        net::Response response = service->handle(request);
        tell(true);
        if (!(is_fatal && death_.at == Death::At::AfterRequest)) {
            return response;
        }
    }
    kill();
    net::Response nothing;
    nothing.headers.add(std::string(net::kCutConnection), "cut");
    return nothing;
}

void Site::tell(bool is_done) const {
    if (on_request) {
        on_request(requests_, is_done);
    }
}

void Site::kill() {
    std::unique_lock lock(process_mutex_);
    started_.wait(lock, [this] { return process_ != nullptr; });
    process_->signal(SIGKILL);
}

Environment Site::environment(const std::string& service_url) const {
    const std::string service_at = service_url.empty() ? server_->url() : service_url;
    return {{"HOME", folder.string()},
            {"LC_ALL", "C.UTF-8"},
            {"MUSTER_STORE", store_url_},
            {"MUSTER_KEY_FILE", folder / kKey},
            {"MUSTER_CTCT_API_URL", service_at + "/v3"},
            {"MUSTER_CTCT_AUTH_URL", service_at + "/oauth2/default/v1"},
            {"MUSTER_CTCT_CLIENT_ID", "sandbox"}};
}

std::string Site::clock_path() const { return folder / kClock; }

net::Response Site::serve(const net::Request& request) {
    const std::lock_guard lock(mutex_);
    return service->handle(request);
}

Outcome Site::muster(const std::vector<std::string>& arguments, const Death& death) {
    const bool by_itself = death.at == Death::At::BeforeCommit;
    std::vector<std::string> words{folder / kClock, by_itself ? std::to_string(death.number) : "0"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    {
        const std::lock_guard lock(mutex_);
        death_ = death;
        requests_ = 0;
    }
    Background process(words, environment());
    {
        const std::lock_guard lock(process_mutex_);
        process_ = &process;
    }
    started_.notify_all();
    Outcome outcome = process.wait();
    const std::lock_guard lock(process_mutex_);
    process_ = nullptr;
    return outcome;
}

void Site::done(const std::vector<std::string>& arguments) {
    const auto outcome = muster(arguments);
    EXPECT_EQ(outcome.code, 0) << "muster " << arguments.front() << "\n" << outcome.out << outcome.err;
}

std::string Site::write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
    return folder / name;
}

std::unique_ptr<store::Store> Site::open_store() {
    auto opened =
        store::Store::open({.url = store_url_, .key_file = folder / kKey, .clock = clock, .random = random});
    if (!opened) {
        throw std::runtime_error(opened.error().message);
    }
    return std::move(*opened);
}

std::map<std::string, std::string> Site::contacts() {
    const auto lists = service->lists(account);
    const auto fields = service->fields(account);
    std::map<std::string, std::string> result;
    for (const sandbox::Contact& found : service->contacts(account)) {
        std::string text = fmt::format("{}{} | {} | {} | {} | {} |", sandbox::name_of(found.email.permission),
                                       found.deleted_at ? " deleted" : "", found.first_name, found.last_name,
                                       found.job_title, found.company_name);
        for (const sandbox::Phone& phone : found.phones) {
            text += fmt::format(" {}:{}", phone.kind, phone.number);
        }
        for (const sandbox::StreetAddress& place : found.addresses) {
            text += fmt::format(" {}:{},{}", place.kind, place.street, place.city);
        }
        for (const sandbox::Field& field : fields) {
            text += fmt::format(" {}={}", field.label, found.field(field.id).value_or(""));
        }
        for (const sandbox::List& list : lists) {
            text += found.is_on(list.id) ? " @" + list.name : "";
        }
        result.emplace(found.email.address, text);
    }
    return result;
}

std::string Site::of_account(store::Store& store, store::DatabaseId database) {
    const sync::StoredAccount known = store.account(database)->load();
    std::map<std::string, std::string> names;
    for (const auto& list : known.account_lists) {
        names[list.list_id] = list.name;
    }
    for (const auto& field : known.custom_fields) {
        names[field.custom_field_id] = field.label;
    }
    for (const auto& contact : known.contacts) {
        names[contact.contact_id] = contact.address;
    }
    std::vector<std::string> lines;
    for (const auto& contact : known.contacts) {
        std::vector<std::string> parts;
        for (const auto& value : contact.custom_fields) {
            parts.push_back(names[value.custom_field_id] + "=" + value.value);
        }
        for (const auto& id : contact.list_memberships) {
            parts.push_back("@" + names[id]);
        }
        for (const auto& phone : contact.phone_numbers) {
            parts.push_back(phone.kind + ":" + phone.phone_number);
        }
        std::ranges::sort(parts);
        lines.push_back(fmt::format("known {} {}{} | {} | {} | {} | {} | {}", contact.address,
                                    contact.permission_to_send, contact.is_deleted ? " deleted" : "",
                                    contact.core.first_name, contact.core.last_name, contact.core.job_title,
                                    contact.core.company_name, fmt::join(parts, " ")));
    }
    known.memberships.each([&](const sync::RememberedMembership& membership) {
        lines.push_back(fmt::format("remembered {} on {}: {}", names[membership.contact_id],
                                    names[membership.list_id], static_cast<int>(membership.state)));
    });
    for (const auto& list : known.lists) {
        lines.push_back(fmt::format("remembered list {}: {}", list.group_key, names[list.list_id]));
    }
    for (const auto& list : known.account_lists) {
        lines.push_back(fmt::format("known list {}: {}", list.name, list.membership_count));
    }
    for (const auto& field : known.custom_fields) {
        lines.push_back(fmt::format("known field {} {}", field.label, field.name));
    }
    for (const auto& learned : known.learned) {
        lines.push_back(fmt::format("learned {} {}", names[learned.contact_id], learned.field));
    }
    return sorted(std::move(lines));
}

std::string Site::end_state() {
    std::vector<std::string> lines;
    for (const auto& [address, text] : contacts()) {
        lines.push_back(fmt::format("contact {} {}", address, text));
    }
    const auto store = open_store();
    const auto database = store->find_database("Main").value();
    store->make_roster_reader(database, store::WithPasswords::No)->each([&](const roster::RosterRow& row) {
        lines.push_back(fmt::format("rep {} {} | {} | {} | {}", row.rep.rep_id, row.rep.email,
                                    fmt::join(row.rep.groups, ";"), fmt::join(row.rep.attributes, ";"),
                                    row.unsubscribed_for));
    });
    return sorted(std::move(lines)) + of_account(*store, database);
}

std::vector<sync::Report> Site::history() {
    const auto store = open_store();
    const auto database = store->find_database("Main").value();
    std::vector<sync::Report> reports;
    for (const auto& run : store->journal(database)->runs(100)) {
        if (!run.preview) {
            reports.push_back(store->show_run(run.run_id).value());
        }
    }
    return reports;
}

} // namespace muster::test
