#include "sandbox/sandbox.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

#include "sandbox/call.hpp"
#include "sandbox/oauth.hpp"

namespace muster::sandbox {

namespace {

using Lock = std::lock_guard<std::mutex>;

/// A programmer's mistake in a test or in the caller, so it throws.
Account& must_have(World& world, std::string_view account) {
    Account* found = world.account(account);
    if (found == nullptr) {
        throw std::invalid_argument(fmt::format("The sandbox has no account \"{}\".", account));
    }
    return *found;
}

} // namespace

std::chrono::milliseconds take_answer_delay(net::Response& response) {
    const auto value = response.headers.get(kAnswerDelay);
    if (!value) {
        return std::chrono::milliseconds(0);
    }
    std::int64_t milliseconds = 0;
    std::from_chars(value->data(), value->data() + value->size(), milliseconds);
    net::Headers kept;
    for (const auto& [name, text] : response.headers.fields()) {
        if (name != kAnswerDelay) {
            kept.add(name, text);
        }
    }
    response.headers = std::move(kept);
    return std::chrono::milliseconds(milliseconds);
}

Sandbox::Sandbox(Options options, Clock& clock, Random& random)
    : world_(std::make_unique<World>(std::move(options), clock, random)) {
    world_->load();
    if (world_->accounts.empty() && !world_->options.first_account.empty()) {
        world_->add_account(world_->options.first_account);
    }
}

Sandbox::~Sandbox() { world_->save(true); }

net::Response Sandbox::handle(const net::Request& request) {
    const Lock lock(world_->mutex);
    net::Response response = dispatch(*world_, request);
    world_->save(false);
    return response;
}

void Sandbox::change_options(const std::function<void(Options&)>& change) {
    const Lock lock(world_->mutex);
    change(world_->options);
}

Result<void> Sandbox::set_switch(std::string_view name, std::string_view value) {
    const Lock lock(world_->mutex);
    return sandbox::set_switch(world_->options.switches, name, value);
}

Options Sandbox::options() const {
    const Lock lock(world_->mutex);
    return world_->options;
}

AccountId Sandbox::add_account(std::string_view name) {
    const Lock lock(world_->mutex);
    return world_->add_account(name).id;
}

std::vector<AccountSummary> Sandbox::accounts() const {
    const Lock lock(world_->mutex);
    std::vector<AccountSummary> result;
    for (const auto& account : world_->accounts) {
        result.push_back(
            {account.id, account.name, account.contacts().size(), account.live_lists(), account.fields.size()});
    }
    return result;
}

Tokens Sandbox::issue_token(const AccountId& account, std::string_view client_id, std::string_view scope) {
    const Lock lock(world_->mutex);
    const Instant now = world_->now();
    return renew(*world_, new_grant(*world_, must_have(*world_, account).id, client_id, scope, now), now);
}

void Sandbox::expire_access_tokens(const AccountId& account) {
    const Lock lock(world_->mutex);
    auto& oauth = world_->oauth;
    const std::string id = must_have(*world_, account).id;
    std::erase_if(oauth.access, [&](const auto& one) { return oauth.grants[one.second.grant].account_id == id; });
    world_->changed = true;
}

void Sandbox::revoke_grants(const AccountId& account) {
    const Lock lock(world_->mutex);
    const std::string id = must_have(*world_, account).id;
    for (auto& grant : world_->oauth.grants) {
        grant.revoked = grant.revoked || grant.account_id == id;
    }
    world_->changed = true;
}

Result<void> Sandbox::answer_device(std::string_view user_code, const AccountId& account, bool allow) {
    const Lock lock(world_->mutex);
    return sandbox::answer_device(*world_, user_code, must_have(*world_, account).id, allow, world_->now());
}

std::vector<Contact> Sandbox::contacts(const AccountId& account) {
    const Lock lock(world_->mutex);
    world_->advance();
    const auto& contacts = must_have(*world_, account).contacts();
    return {contacts.begin(), contacts.end()};
}

std::optional<Contact> Sandbox::contact(const AccountId& account, std::string_view address) {
    const Lock lock(world_->mutex);
    world_->advance();
    const Contact* found = must_have(*world_, account).contact_at(address);
    return found == nullptr ? std::nullopt : std::optional(*found);
}

std::vector<List> Sandbox::lists(const AccountId& account) {
    const Lock lock(world_->mutex);
    world_->advance();
    std::vector<List> result;
    for (const auto& list : must_have(*world_, account).lists) {
        if (!list.deleted_at) {
            result.push_back(list);
        }
    }
    return result;
}

std::optional<List> Sandbox::list(const AccountId& account, std::string_view list) {
    const Lock lock(world_->mutex);
    world_->advance();
    const List* found = must_have(*world_, account).list_named(list);
    return found == nullptr ? std::nullopt : std::optional(*found);
}

std::vector<std::string> Sandbox::members(const AccountId& account, std::string_view list) {
    const Lock lock(world_->mutex);
    world_->advance();
    Account& owner = must_have(*world_, account);
    const List* found = owner.list_named(list);
    std::vector<std::string> result;
    for (const auto& contact : owner.contacts()) {
        if (found != nullptr && !contact.deleted_at && contact.is_on(found->id)) {
            result.push_back(contact.email.address);
        }
    }
    std::sort(result.begin(), result.end());
    return result;
}

std::vector<Field> Sandbox::fields(const AccountId& account) {
    const Lock lock(world_->mutex);
    world_->advance();
    const auto& fields = must_have(*world_, account).fields;
    return {fields.begin(), fields.end()};
}

std::vector<Activity> Sandbox::activities(const AccountId& account) {
    const Lock lock(world_->mutex);
    world_->advance();
    const auto& activities = must_have(*world_, account).activities;
    return {activities.begin(), activities.end()};
}

std::string Sandbox::value(const AccountId& account, std::string_view address, std::string_view field) {
    const Lock lock(world_->mutex);
    world_->advance();
    Account& owner = must_have(*world_, account);
    const Contact* contact = owner.contact_at(address);
    const Field* found = owner.field_named(field);
    return contact == nullptr || found == nullptr ? "" : contact->field(found->id).value_or("");
}

void Sandbox::inject(Fault fault) {
    const Lock lock(world_->mutex);
    fault.nth = std::max<std::size_t>(fault.nth, 1);
    world_->faults.push_back({std::move(fault), 0});
}

void Sandbox::clear_faults() {
    const Lock lock(world_->mutex);
    world_->faults.clear();
}

std::size_t Sandbox::faults_waiting() const {
    const Lock lock(world_->mutex);
    return world_->faults.size();
}

std::vector<LoggedRequest> Sandbox::log() const {
    const Lock lock(world_->mutex);
    return {world_->log.begin(), world_->log.end()};
}

std::size_t Sandbox::count(std::string_view method, std::string_view path) const {
    const Lock lock(world_->mutex);
    return static_cast<std::size_t>(
        std::count_if(world_->log.begin(), world_->log.end(), [&](const LoggedRequest& one) {
            return matches(method, one.method) && matches(path, one.path);
        }));
}

void Sandbox::clear_log() {
    const Lock lock(world_->mutex);
    world_->log.clear();
    world_->logged_bytes = 0;
}

std::int64_t Sandbox::most_calls_in_a_second() const {
    const Lock lock(world_->mutex);
    std::int64_t most = 0;
    for (const auto& [client, meter] : world_->meters) {
        most = std::max(most, meter.most_in_a_second);
    }
    return most;
}

std::int64_t Sandbox::calls_today(std::string_view client_id) const {
    const Lock lock(world_->mutex);
    const auto meter = world_->meters.find(client_id);
    const bool today =
        meter != world_->meters.end() && meter->second.day == std::chrono::floor<std::chrono::days>(world_->now());
    return today ? meter->second.calls_today : 0;
}

void Sandbox::set_calls_today(std::string_view client_id, std::int64_t calls) {
    const Lock lock(world_->mutex);
    Meter& meter = world_->meters[std::string(client_id)];
    meter.day = std::chrono::floor<std::chrono::days>(world_->now());
    meter.calls_today = calls;
}

void Sandbox::flush() {
    const Lock lock(world_->mutex);
    world_->save(true);
}

} // namespace muster::sandbox
