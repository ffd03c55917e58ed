#include "app/office.hpp"

namespace muster::app {

namespace {

constexpr std::chrono::minutes kLongestTurn{15}; ///< a loop that has said nothing for so long hangs

constexpr std::chrono::seconds kStoreAnswersWithin{2};
constexpr std::chrono::seconds kLookAround{1};
constexpr std::chrono::seconds kLookAtSchedule{5};
constexpr std::chrono::minutes kLookAtNotices{1};
constexpr std::chrono::minutes kLookAtUploads{1};

} // namespace

std::string_view to_text(OfficeStage stage) {
    switch (stage) {
    case OfficeStage::Open:
        return "open";
    case OfficeStage::Stopping:
        return "stopping";
    case OfficeStage::Starting:
        break;
    }
    return "starting";
}

Office::Office(Installation& installation, RunnerLimits limits)
    : installation_(installation),
      doors_(notice_doors()),
      board_(installation.clock(), &installation.store()),
      runner_(installation, board_, limits),
      metrics_page_(installation, runner_),
      logins_(installation),
      uploads_(installation),
      due_(installation, runner_),
      store_watch_([this] { (void)installation_.store().schedule(); }, kStoreAnswersWithin) {
    loops_.push_back(std::make_unique<BackgroundLoop>("progress", installation.clock(), kLookAround,
                                                      [this](const CancelToken&) { board_.look_around(); }));
    loops_.push_back(std::make_unique<BackgroundLoop>("schedule", installation.clock(), kLookAtSchedule,
                                                      [this](const CancelToken&) { due_.start(); }));
    loops_.push_back(std::make_unique<BackgroundLoop>(
        "notices", installation.clock(), kLookAtNotices, [this](const CancelToken& stopping) {
            look_for_changes(installation_);
            note_deliveries(deliver_due(installation_, doors_, stopping));
        }));
    loops_.push_back(std::make_unique<BackgroundLoop>("uploads", installation.clock(), kLookAtUploads,
                                                      [this](const CancelToken&) { uploads_.forget_old(); }));
}

void Office::start() {
    for (const auto& loop : loops_) {
        loop->start();
    }
    stage_ = OfficeStage::Open;
}

void Office::wind_down() {
    stage_ = OfficeStage::Stopping;
    logins_.stop();
    runner_.stop();
}

void Office::stop() {
    uploads_.stop();
    wind_down();
    for (const auto& loop : loops_) {
        loop->stop();
    }
}

void Office::note_deliveries(const DeliveryTally& tally) {
    auto& metrics = installation_.metrics();
    metrics.count_deliveries("sent", tally.sent);
    metrics.count_deliveries("postponed", tally.postponed);
    metrics.count_deliveries("given_up", tally.given_up);
    metrics.count_deliveries("unknown", tally.unknown);
}

std::vector<std::string> Office::hanging() const {
    std::vector<std::string> names;
    for (const auto& loop : loops_) {
        if (!loop->is_alive(kLongestTurn)) {
            names.push_back(loop->name());
        }
    }
    return names;
}

} // namespace muster::app
