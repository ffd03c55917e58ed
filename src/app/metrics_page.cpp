#include "app/metrics_page.hpp"

#include <chrono>
#include <exception>

#include "app/daily_update.hpp"
#include "app/options.hpp"
#include "base/crypto.hpp"
#include "base/log.hpp"
#include "store/notice_queue.hpp"

namespace muster::app {

namespace {

constexpr std::chrono::hours kLate{1};
constexpr std::chrono::minutes kLookAtDatabases{1};
constexpr std::size_t kDigestBytes = 6;

/// Tells keys apart without telling one.
std::string key_digest(const std::string& api_key) {
    const auto digest = sha256("API key: " + api_key);
    return hex({reinterpret_cast<const char*>(digest.data()), kDigestBytes});
}

std::optional<QuotaFigures> look_at_quota(Installation& installation, Instant now) {
    const auto& api_key = installation.settings().ctct_client_id;
    if (api_key.empty()) {
        return std::nullopt;
    }
    const auto used = installation.store().quota_book()->used_today(api_key, now);
    if (!used) {
        return std::nullopt;
    }
    return QuotaFigures{key_digest(api_key), *used, read_installation_options(installation).quota.calls_per_day};
}

const char* word_of(schedule::Readiness readiness) {
    switch (readiness) {
    case schedule::Readiness::Busy:
        return "busy";
    case schedule::Readiness::Paused:
        return "paused";
    case schedule::Readiness::Ready:
        break;
    }
    return "ready";
}

void look_at_schedule(Installation& installation, Instant now, StoreFigures& figures) {
    figures.due = {{"ready", 0}, {"busy", 0}, {"paused", 0}};
    figures.late = 0;
    if (const auto due = due_now(installation, now)) {
        for (const auto& update : *due) {
            ++figures.due[word_of(update.due.readiness)];
            figures.late += now - update.due.due > kLate ? 1 : 0;
        }
    }
}

} // namespace

std::string MetricsPage::text() {
    Figures figures{.runs = runner_.runs(), .previews = runner_.previews(), .store = {}};
    try {
        figures.store = look_at_store();
    } catch (const std::exception& lost) { // the rest can be shown all the same
        log(LogLevel::Warning, "store_does_not_answer", {{"reason", lost.what()}});
    }
    return installation_.metrics().text(figures);
}

StoreFigures MetricsPage::look_at_store() {
    const std::lock_guard lock(mutex_);
    const Instant now = installation_.clock().now();
    StoreFigures figures = last_.value_or(StoreFigures{});
    figures.quota = look_at_quota(installation_, now);
    look_at_schedule(installation_, now, figures);
    if (!last_ || now < looked_at_ || now - looked_at_ >= kLookAtDatabases) {
        look_at_databases(figures);
        looked_at_ = now;
        last_ = figures;
    }
    return figures;
}

void MetricsPage::look_at_databases(StoreFigures& figures) {
    const auto found = installation_.store().notices().figures();
    figures.problems.clear();
    for (const auto kind :
         {store::NoticeKind::RunFailed, store::NoticeKind::NeedsConfirmation, store::NoticeKind::GrantLost,
          store::NoticeKind::GrantEnding, store::NoticeKind::RefusedRows}) {
        figures.problems[std::string(store::to_text(kind))] = 0;
    }
    for (const auto& [kind, count] : found.problems) {
        figures.problems[std::string(store::to_text(kind))] = count;
    }
    figures.databases = found.databases;
    figures.deliveries_waiting = found.deliveries_waiting;
}

} // namespace muster::app
