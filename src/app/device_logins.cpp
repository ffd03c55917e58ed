#include "app/device_logins.hpp"

#include <exception>
#include <utility>

#include "app/staff.hpp"
#include "base/log.hpp"
#include "base/random.hpp"

namespace muster::app {

namespace {

constexpr std::chrono::minutes kKeepEnded{15};

void write_down(Installation& installation, const DeviceLogin& login, const Result<Connected>& connected) {
    staff::Deed deed{.action = "connect", .database = login.database.number};
    if (connected) {
        deed.record = connected->account_id;
    } else {
        deed.action = "connect.failed";
        deed.details = connected.error().message;
    }
    if (const auto written = audit(installation, login.started_by, deed); !written) {
        log(LogLevel::Error, "audit_failed", {{"action", deed.action}, {"reason", written.error().message}});
    }
}

} // namespace

DeviceLogins::DeviceLogins(Installation& installation) : installation_(installation), waiting_(kAtATime, 0) {}

Result<DeviceLogin> DeviceLogins::begin(store::DatabaseId database, const staff::Actor& person) {
    TRY(installation_.store().describe_database(database));
    give_up(database);
    DeviceLogin login;
    login.database = database;
    login.started_by = person;
    const CancelToken cancel;
    TRY_ASSIGN(login.prompt, ask_for_device_code(installation_, cancel));
    const Instant now = installation_.clock().now();
    login.expires = now + login.prompt.expires_in;
    login.attempt = new_id(now, installation_.random());
    {
        const std::lock_guard lock(mutex_);
        forget_old();
        entries_[login.attempt] = {login, cancel};
    }
    if (!waiting_.try_submit([this, attempt = login.attempt] { wait(attempt); })) {
        const std::lock_guard lock(mutex_);
        entries_.erase(login.attempt);
        return fail(Code::Unavailable, "Too many logins wait for their code already. Try again in some minutes.");
    }
    return login;
}

Result<DeviceLogin> DeviceLogins::find(store::DatabaseId database, const std::string& attempt) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(attempt);
    if (found == entries_.end() || found->second.login.database != database) {
        return fail(Code::NotFound, "This login is not known here any more. Start connecting again.");
    }
    return found->second.login;
}

void DeviceLogins::stop() {
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [attempt, entry] : entries_) {
            entry.cancel.cancel();
        }
    }
    waiting_.stop();
    const std::lock_guard lock(mutex_);
    for (auto& [attempt, entry] : entries_) {
        if (entry.login.state == DeviceLogin::State::Waiting) { // had no turn yet
            entry.login.state = DeviceLogin::State::Failed;
            entry.login.error = {Code::Cancelled, "Muster was stopped. Start connecting again when it is back."};
        }
    }
}

void DeviceLogins::give_up(store::DatabaseId database) {
    const std::lock_guard lock(mutex_);
    for (const auto& [attempt, entry] : entries_) {
        if (entry.login.database == database) {
            entry.cancel.cancel();
        }
    }
}

void DeviceLogins::forget_old() {
    const Instant now = installation_.clock().now();
    std::erase_if(entries_, [&](const auto& one) {
        const auto& login = one.second.login;
        return login.state != DeviceLogin::State::Waiting && now >= login.expires + kKeepEnded;
    });
}

void DeviceLogins::wait(const std::string& attempt) {
    DeviceLogin login;
    CancelToken cancel;
    {
        const std::lock_guard lock(mutex_);
        login = entries_.at(attempt).login;
        cancel = entries_.at(attempt).cancel;
    }
    Result<Connected> connected = fail(Code::Failed, "");
    try {
        connected = await_device_grant(installation_, login.database, login.started_by.name, login.prompt, cancel);
    } catch (const std::exception& lost) {
        log(LogLevel::Error, "device_login_broke", {{"reason", lost.what()}});
        connected = fail(Code::Unavailable, lost.what());
    }
    write_down(installation_, login, connected);
    const std::lock_guard lock(mutex_);
    auto& entry = entries_.at(attempt).login;
    entry.state = connected ? DeviceLogin::State::Connected : DeviceLogin::State::Failed;
    if (connected) {
        entry.connected = std::move(*connected);
    } else {
        entry.error = connected.error();
    }
}

} // namespace muster::app
