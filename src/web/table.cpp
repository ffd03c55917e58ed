#include <iterator>

#include "web/route.hpp"

namespace muster::web {

std::string_view to_text(Access access) {
    switch (access) {
    case Access::Public:
        return "public";
    case Access::SignedIn:
        return "signed-in";
    case Access::Viewer:
        return "viewer";
    case Access::Operator:
        return "operator";
    case Access::Administrator:
        return "administrator";
    case Access::AdministratorOfAll:
        break;
    }
    return "administrator-of-all";
}

std::string_view to_text(FreshSignIn fresh) {
    switch (fresh) {
    case FreshSignIn::No:
        return "";
    case FreshSignIn::Always:
        return "true";
    case FreshSignIn::Sometimes:
        break;
    }
    return "sometimes";
}

std::size_t body_limit(Content content) {
    switch (content) {
    case Content::None:
        return 0;
    case Content::Json:
        return kLongestJsonBody;
    case Content::Csv:
        break;
    }
    return kLongestUpload;
}

const std::vector<Route>& route_table() {
    static const std::vector<Route> table = [] {
        std::vector<Route> all;
        for (auto group : {session_routes(), overview_routes(), database_routes(), member_routes(), rep_routes(),
                           table_routes(), selection_routes(), run_routes(), connection_routes(), transfer_routes(),
                           import_routes(), staff_routes()}) {
            all.insert(all.end(), std::make_move_iterator(group.begin()), std::make_move_iterator(group.end()));
        }
        return all;
    }();
    return table;
}

} // namespace muster::web
