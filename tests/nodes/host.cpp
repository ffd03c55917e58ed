#include "nodes/host.hpp"

#include <csignal>

#include "base/json.hpp"

namespace muster::test {

namespace {

constexpr std::chrono::minutes kPatience{2}; // of a test that will fail

} // namespace

std::string value_at(const std::string& body, const std::string& pointer) {
    const auto document = json::Document::parse(body);
    if (!document) {
        return "(no JSON: " + body + ")";
    }
    json::Problems problems;
    json::Reader value(*document, problems);
    for (std::size_t from = 1; from <= pointer.size();) {
        const auto end = std::min(pointer.find('/', from), pointer.size());
        value = value[pointer.substr(from, end - from)];
        from = end + 1;
    }
    return value.is_string() ? value.text_or("") : value.present() ? value.raw() : "(absent)";
}

Node::Node(Site& site, const std::string& machine, const std::string& store_url) : site_(site) {
    auto door = net::Server::start({}, [this](const net::Request& request) { return pass(request); });
    if (!door) {
        throw std::runtime_error(door.error().message);
    }
    door_ = std::move(*door);
    auto environment = site.environment(door_->url());
    if (!store_url.empty()) {
        environment["MUSTER_STORE"] = store_url;
    }
    process_ = std::make_unique<Background>(
        std::vector<std::string>{site.clock_path(), machine, "serve", "--listen", "127.0.0.1:0", "--json"},
        environment);
    const auto said = process_->read_out_until("}");
    url_ = value_at(said, "/url");
    link_ = value_at(said, "/first_administrator");
}

Node::~Node() {
    let_go();
    kill();
}

void Node::kill() {
    if (is_over_) {
        return;
    }
    is_over_ = true;
    process_->signal(SIGKILL);
    static_cast<void>(process_->wait());
}

int Node::requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
}

int Node::writes() {
    const std::lock_guard lock(mutex_);
    return writes_;
}

void Node::hold(Hold hold) {
    const std::lock_guard lock(mutex_);
    hold.request += requests_;
    hold_ = hold;
}

bool Node::is_held() {
    const std::lock_guard lock(mutex_);
    return is_held_;
}

void Node::await_held() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, kPatience, [this] { return is_held_; })) {
        throw std::runtime_error("The node made no such request.");
    }
}

void Node::let_go() {
    const std::lock_guard lock(mutex_);
    hold_ = {};
    is_held_ = false;
    changed_.notify_all();
}

net::Response Node::pass(const net::Request& request) {
    std::unique_lock lock(mutex_);
    const int number = ++requests_;
    writes_ += request.method == "GET" ? 0 : 1;
    const auto wait_if = [&](bool is_after) {
        if (hold_.request == number && hold_.is_after == is_after) {
            is_held_ = true;
            changed_.notify_all();
            changed_.wait(lock, [this] { return !is_held_; });
        }
    };
    wait_if(false);
    lock.unlock();
    auto response = site_.serve(request);
    lock.lock();
    wait_if(true);
    return response;
}

} // namespace muster::test
